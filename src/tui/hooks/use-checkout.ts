import { randomUUID } from 'node:crypto';
import { useEffect, useRef, useState } from 'react';
import type { Cart, ShortLine } from '#domain/cart.ts';
import { ShopError } from '#domain/errors.ts';
import type { Order } from '#domain/orders.ts';
import type { PriceChange } from '#domain/prices.ts';
import { changedPrices, isCartChanged, shortLines } from './refusal.ts';
import { useServices } from './services.ts';
import { type AgreedLine, useAgreedCart } from './use-agreed-cart.ts';
import { useCart } from './use-cart.tsx';
import { useForm } from './use-form.ts';

type Wish = { cart: Cart | undefined; bought: (order: Order) => void; back: () => void };

/**
 * Why nothing was bought: lines that stock does not reach for, lines with another price than on the screen, or a cart
 * that another terminal has changed.
 */
export type Trouble =
  | { short: readonly ShortLine[] }
  | { changed: readonly PriceChange[] }
  | { shown: readonly AgreedLine[]; cart: Cart };

/** The checkout's one field, its remembered address, and the purchase itself. */
export function useCheckout({ cart, bought, back }: Wish) {
  const { shop, caught, receipts, live, status } = useServices();
  const { checkOut, look, takeWhatThereIs } = useCart();
  // Made before the first try: whatever becomes of a try, the next one is the same purchase.
  const [purchaseKey] = useState(randomUUID);

  const { agreed, acceptPrices, acceptCart } = useAgreedCart(cart);
  const [trouble, setTrouble] = useState<Trouble>();
  const [accepting, setAccepting] = useState(false);
  // State is drawn later than the second of two quick presses arrives; this is not.
  const buying = useRef(false);

  async function buy(address: string, prices: readonly AgreedLine[] | undefined) {
    if (buying.current) return;
    if (address.trim() === '') throw addressNeeded();
    if (!prices)
      throw new ShopError('conflict', 'Your cart is not here yet.', { next: 'Try again in a moment.' });
    buying.current = true;
    try {
      const order = await checkOut({ address: address.trim(), purchaseKey, prices });
      if (order.id !== null) receipts.bought(order.id);
      status.clear();
      void live.soon();
      bought(order);
    } catch (error) {
      const next = await troubleOf(error, prices, look);
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

  const buyAnyway = async (lines: readonly AgreedLine[]) => {
    setAccepting(true);
    try {
      await buy(address, lines);
    } catch (error) {
      // Said at the foot of the screen; the form is there for another try.
      setTrouble(undefined);
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
    if (!buying.current) setTrouble(undefined);
  };
  /** The key that the trouble offers. */
  const settle = async () => {
    if (!trouble) return;
    if ('changed' in trouble) return buyAnyway(acceptPrices(trouble.changed));
    if ('cart' in trouble) return buyAnyway(acceptCart(trouble.cart));
    acceptCart(await takeWhatThereIs(trouble.short));
    dismiss();
  };
  return { form, busy: busy || accepting, trouble, settle, dismiss };
}

/** @throws what it was given, when the person cannot settle it on the spot */
async function troubleOf(
  error: unknown,
  shown: readonly AgreedLine[],
  look: () => Promise<Cart>,
): Promise<Trouble> {
  const [short, changed] = [shortLines(error), changedPrices(error)];
  if (short.length > 0) return { short };
  if (changed.length > 0) return { changed };
  if (isCartChanged(error)) return { shown, cart: await look() };
  throw error;
}

const addressNeeded = () =>
  new ShopError('usage', 'Where shall it go? Type an address.', { details: { field: 'address' } });
