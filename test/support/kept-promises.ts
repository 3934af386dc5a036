import { expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { verify } from '#domain/verify.ts';
import { rowsOf } from './given.ts';
import type { Told } from './load.ts';

type Row = {
  purchaseKey: string;
  orderId: number;
  totalCents: string;
  lines: number;
  priced: string;
  moved: number;
};

/**
 * What people were told is what is there: each acknowledged order once, whole, with its total; nothing of what was
 * refused; and no half of anything. People may go on buying meanwhile.
 */
export async function expectKeptPromises(db: Db, told: () => Told[]) {
  const before = told();
  const rows = await rowsOf<Row>(db, boughtOrders);
  const known = new Set(told().map(({ purchaseKey }) => purchaseKey));

  const found = new Map(rows.map((row) => [row.purchaseKey, row]));
  expect(found.size).toBe(rows.length);
  expect(rows.filter(({ purchaseKey }) => !known.has(purchaseKey))).toEqual([]);
  expect(before.filter((one) => !isKept(one, found.get(one.purchaseKey)))).toEqual([]);

  const halves = rows.filter(({ lines, moved, totalCents, priced }) => {
    return lines === 0 || moved !== lines || Number(totalCents) !== Number(priced);
  });
  expect(halves).toEqual([]);
  expect((await verify(db)).broken).toEqual([]);
}

function isKept(one: Told, row: Row | undefined): boolean {
  if (one.told !== 'bought') return one.told === 'nothing' || row === undefined;
  if (row === undefined || row.orderId !== one.orderId) return false;
  // Where the order could not be shown, its number is all that was told.
  return (
    one.totalCents === undefined || (Number(row.totalCents) === one.totalCents && row.lines === one.lines)
  );
}

const boughtOrders = `
  SELECT o.purchase_key AS purchaseKey, o.id AS orderId, CAST(o.total_price * 100 AS SIGNED) AS totalCents,
    COUNT(l.item_id) AS \`lines\`, CAST(SUM(l.unit_price * l.item_quantities) * 100 AS SIGNED) AS priced,
    COUNT(m.id) AS moved
  FROM orders o
  LEFT JOIN order_items l ON l.order_id = o.id
  LEFT JOIN stock_movements m ON m.order_id = o.id AND m.item_id = l.item_id AND m.reason = 'sale'
    AND m.quantity = -l.item_quantities
  WHERE o.purchase_key IS NOT NULL
  GROUP BY o.id`;
