import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cents, centsOf } from '#domain/money.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'northwind');

/** The path of one of the files, which are not a part of this project. */
export const northwindFile = (name: string) => join(folder, name);

export const isNorthwindHere = existsSync(folder);

type Product = { id: number; name: string; left: number; priceCents: Cents };
export type Customer = {
  id: string;
  contact: string;
  phone: string | null;
  city: string | null;
  country: string | null;
};
type SoldLine = { productId: number; quantity: number; priceCents: Cents };
export type Sale = { id: number; customerId: string; address: string; lines: SoldLine[] };
export type Northwind = { products: Product[]; customers: Customer[]; sales: Sale[] };

/** The products, customers and orders of the files, the orders in the order of their numbers. Prices before discount. */
export function readNorthwind(): Northwind {
  const lines = Map.groupBy(rowsOf('order_details.csv'), (row) => row('orderID'));
  return {
    products: rowsOf('products.csv').map((row) => ({
      id: Number(row('productID')),
      name: row('productName'),
      left: Number(row('unitsInStock')),
      priceCents: centsOf(row('unitPrice')),
    })),
    customers: rowsOf('customers.csv').map((row) => ({
      id: row('customerID'),
      contact: row('contactName'),
      phone: known(row('phone')),
      city: known(row('city')),
      country: known(row('country')),
    })),
    sales: rowsOf('orders.csv')
      .map((row) => ({
        id: Number(row('orderID')),
        customerId: row('customerID'),
        address: ['shipName', 'shipAddress', 'shipPostalCode', 'shipCity', 'shipCountry']
          .flatMap((column) => known(row(column)) ?? [])
          .join(', '),
        lines: (lines.get(row('orderID')) ?? []).map(toLine),
      }))
      .toSorted((a, b) => a.id - b.id),
  };
}

type Row = (column: string) => string;

const toLine = (row: Row): SoldLine => ({
  productId: Number(row('productID')),
  quantity: Number(row('quantity')),
  priceCents: centsOf(row('unitPrice')),
});

const known = (text: string) => (text === 'NULL' ? null : text);

// These files quote nothing; one that does is not read wrongly in silence.
function rowsOf(file: string): Row[] {
  const text = readFileSync(northwindFile(file), 'utf8');
  if (text.includes('"')) throw new Error(`${file} has quotes, which are not understood here.`);
  const [head = [], ...rows] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  return rows.map((cells) => {
    if (cells.length !== head.length) throw new Error(`${file} has a row of ${cells.length} cells: ${cells}`);
    return (column) => {
      const cell = cells[head.indexOf(column)];
      if (cell === undefined) throw new Error(`${file} has no ${column}.`);
      return cell;
    };
  });
}
