import { useState } from 'react';
import type { Order } from '#domain/orders.ts';
import { CartList } from '#tui/components/cart-list.tsx';
import { Receipt } from '#tui/components/receipt.tsx';
import { movesOf } from '#tui/hooks/moves.ts';
import { dataOf } from '#tui/hooks/query.ts';
import { useServices } from '#tui/hooks/services.ts';
import { useAccount } from '#tui/hooks/use-account.tsx';
import { useCart } from '#tui/hooks/use-cart.tsx';
import { useKeys } from '#tui/hooks/use-keys.ts';
import { useMarked } from '#tui/hooks/use-marked.ts';
import { useNavigation } from '#tui/hooks/use-navigation.tsx';
import { useSeenPrices } from '#tui/hooks/use-seen-prices.ts';
import { useUndo } from '#tui/hooks/use-undo.ts';
import { CheckoutScreen } from './checkout.tsx';

type Step = { at: 'list' } | { at: 'checkout' } | { at: 'receipt'; order: Order };

/** The cart: its lines, the way to buy them, and the receipt. */
export function CartScreen({ columns, rows }: { columns: number; rows: number }) {
  const [step, setStep] = useState<Step>({ at: 'list' });
  const { user } = useAccount();
  const toList = () => setStep({ at: 'list' });

  useKeys('receipt', { close: toList }, { active: step.at === 'receipt' });
  if (step.at === 'receipt') return <Receipt order={step.order} columns={columns} rows={rows} />;
  if (step.at === 'checkout' && user) {
    const bought = (order: Order) => setStep({ at: 'receipt', order });
    return <CheckoutScreen columns={columns} rows={rows} bought={bought} back={toList} />;
  }
  return <CartLines columns={columns} rows={rows} checkOut={() => setStep({ at: 'checkout' })} />;
}

type LinesProps = { columns: number; rows: number; checkOut: () => void };

function CartLines({ columns, rows, checkOut }: LinesProps) {
  const { cart, add, less, remove } = useCart();
  const { status } = useServices();
  const { user } = useAccount();
  const { needAccount } = useNavigation();
  const undo = useUndo();
  const known = useSeenPrices(dataOf(cart));
  const view = useMarked(known?.items ?? [], rows - 5);
  const line = view.item;

  const onLine = (work: (ware: { id: number; name: string }) => Promise<void>) => () =>
    line ? work({ id: line.itemId, name: line.name }) : status.say('Your cart is empty.', 'plain');
  const buy = () => {
    if (!known || known.items.length === 0)
      return status.say('Your cart is empty. Press 1 for the items.', 'plain');
    if (!user) return needAccount('Log in to buy what is in your cart.', checkOut);
    checkOut();
  };
  useKeys('cart', {
    ...movesOf(view.move),
    checkOut: buy,
    more: onLine((ware) => add(ware)),
    less: onLine(less),
    remove: onLine(remove),
    undo,
  });
  return <CartList cart={known} {...view} columns={columns} height={rows} />;
}
