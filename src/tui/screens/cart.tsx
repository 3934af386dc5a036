import { useState } from 'react';
import type { Order } from '#domain/orders.ts';
import { CartList } from '#tui/components/cart-list.tsx';
import { linesInSight } from '#tui/components/order-lines.tsx';
import { Receipt, receiptLinesRows } from '#tui/components/receipt.tsx';
import type { Ware } from '#tui/hooks/cart-changes.ts';
import type { Act } from '#tui/hooks/keyboard.ts';
import { movesOf } from '#tui/hooks/moves.ts';
import { dataOf } from '#tui/hooks/query.ts';
import { useAccount } from '#tui/hooks/use-account.tsx';
import { useCart } from '#tui/hooks/use-cart.tsx';
import { useKeys } from '#tui/hooks/use-keys.ts';
import { useMarked } from '#tui/hooks/use-marked.ts';
import { useNavigation } from '#tui/hooks/use-navigation.tsx';
import { useScroll } from '#tui/hooks/use-scroll.ts';
import { useSeenPrices } from '#tui/hooks/use-seen-prices.ts';
import { useUndo } from '#tui/hooks/use-undo.ts';
import { CheckoutScreen } from './checkout.tsx';

type Step = { at: 'list' } | { at: 'checkout' } | { at: 'receipt'; order: Order };

/** The cart: its lines, the way to buy them, and the receipt. */
export function CartScreen({ columns, rows }: { columns: number; rows: number }) {
  const [step, setStep] = useState<Step>({ at: 'list' });
  const { user } = useAccount();
  const toList = () => setStep({ at: 'list' });

  if (step.at === 'receipt')
    return <BoughtScreen order={step.order} close={toList} columns={columns} rows={rows} />;
  if (step.at === 'checkout' && user) {
    const bought = (order: Order) => setStep({ at: 'receipt', order });
    return <CheckoutScreen columns={columns} rows={rows} bought={bought} back={toList} />;
  }
  return <CartLines columns={columns} rows={rows} checkOut={() => setStep({ at: 'checkout' })} />;
}

type BoughtProps = { order: Order; close: () => void; columns: number; rows: number };

function BoughtScreen({ order, close, columns, rows }: BoughtProps) {
  const scroll = useScroll(order.id, order.items.length, linesInSight(receiptLinesRows(rows)));
  useKeys('receipt', { close, ...scroll.byLine, ...scroll.byPage });
  return <Receipt order={order} columns={columns} rows={rows} top={scroll.top} />;
}

type LinesProps = { columns: number; rows: number; checkOut: () => void };

function CartLines({ columns, rows, checkOut }: LinesProps) {
  const { cart, add, less, remove } = useCart();
  const { user } = useAccount();
  const { needAccount } = useNavigation();
  const undo = useUndo();
  const known = useSeenPrices(dataOf(cart));
  const view = useMarked(known?.items ?? [], rows - 5);
  const line = view.item;

  const empty = { why: known ? 'Your cart is empty. Press 1 for the items.' : 'Your cart is not here yet.' };
  const onLine = (work: (ware: Ware, count: number) => Promise<void>): Act =>
    line ? (count) => work({ id: line.itemId, name: line.name }, count) : empty;
  const buy = () => (user ? checkOut() : needAccount('Log in to buy what is in your cart.', checkOut));
  useKeys('cart', {
    ...movesOf(view.move),
    checkOut: line ? buy : empty,
    more: onLine(add),
    less: onLine(less),
    remove: onLine((ware) => remove(ware)),
    ...undo,
  });
  return <CartList cart={known} {...view} columns={columns} height={rows} />;
}
