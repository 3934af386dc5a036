import { randomUUID } from 'node:crypto';
import { useEffect, useRef, useState } from 'react';
import type { Cart, ShortLine } from '#domain/cart.ts';
import { ShopError } from '#domain/errors.ts';
import type { Order } from '#domain/orders.ts';
import type { AgreedPrices, PriceChange } from '#domain/prices.ts';
import { changedPrices, shortLines } from './refusal.ts';
import { useServices } from './services.ts';
import { useCart } from './use-cart.tsx';
import { useForm } from './use-form.ts';
import { useAgreedPrices } from './use-seen-prices.ts';

type Wish = { cart: Cart | undefined; bought: (order: Order) => void; back: () => void };

/** Why nothing was bought: lines that stock does not reach for, or lines with another price than on the screen. */
type Trouble = { short: readonly ShortLine[]; changed: readonly PriceChange[] };
const NO_TROUBLE: Trouble = { short: [], changed: [] };

/** The checkout's one field, its remembered address, and the purchase itself. */
export function useCheckout({ cart, bought, back }: Wish) {
  const { shop, caught, receipts, live, status } = useServices();
  const { checkOut } = useCart();
  // Made before the first try: whatever becomes of a try, the next one is the same purchase.
  const [purchaseKey] = useState(randomUUID);

  const { agreed, accept } = useAgreedPrices(cart);
  const [trouble, setTrouble] = useState(NO_TROUBLE);
  const [accepting, setAccepting] = useState(false);
  // State is drawn later than the second of two quick presses arrives; this is not.
  const buying = useRef(false);

  async function buy(address: string, prices: AgreedPrices) {
    if (buying.current) return;
    if (address.trim() === '') throw addressNeeded();
    buying.current = true;
    try {
      const order = await checkOut({ address: address.trim(), purchaseKey, prices });
      receipts.push(...receiptLines(order));
      status.clear();
      void live.soon();
      bought(order);
    } catch (error) {
      const next = { short: shortLines(error), changed: changedPrices(error) };
      if (next.short.length + next.changed.length === 0) throw error;
      void live.soon();
      setTrouble(next);
    } finally {
      buying.current = false;
    }
  }

  const { form, busy, fill } = useForm({
    where: 'checkout',
    fields: [{ name: 'address', label: 'Ship to', placeholder: 'Street, city, country' }],
    back,
    send: ({ address = '' }) => buy(address, agreed),
  });
  const address = form.fields[0]?.line.text ?? '';

  const buyAtNewPrices = async () => {
    setAccepting(true);
    try {
      await buy(address, accept(trouble.changed));
    } catch (error) {
      // Said at the foot of the screen; the form is there for another try.
      setTrouble(NO_TROUBLE);
      throw error;
    } finally {
      setAccepting(false);
    }
  };

  const untouched = address === '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is looked up once; what is typed meanwhile stays.
  useEffect(() => {
    const remember = async () => {
      const { lastAddress } = await import('#domain/orders.ts');
      const { user } = await shop.person();
      const remembered = await lastAddress(await shop.db(), user.id);
      if (remembered && untouched) fill(remembered);
    };
    remember().catch(caught);
  }, []);

  const dismiss = () => {
    // What was sent cannot be called back; its answer is waited for.
    if (!buying.current) setTrouble(NO_TROUBLE);
  };
  return { form, busy: busy || accepting, ...trouble, buyAtNewPrices, dismiss };
}

/** What stays on the shell's screen after leaving. */
function receiptLines(order: Order): string[] {
  return [`Order ${order.id} is yours. To look at it again: shop orders show ${order.id}`];
}

const addressNeeded = () =>
  new ShopError('usage', 'Where shall it go? Type an address.', { details: { field: 'address' } });
