import { randomUUID } from 'node:crypto';
import { useEffect, useState } from 'react';
import type { ShortLine } from '#domain/cart.ts';
import { ShopError } from '#domain/errors.ts';
import type { Order } from '#domain/orders.ts';
import { shortLines } from './refusal.ts';
import { useServices } from './services.ts';
import { useCart } from './use-cart.tsx';
import { useForm } from './use-form.ts';

type Wish = {
  bought: (order: Order) => void;
  /** The lines for which stock does not reach. */
  short: (lines: ShortLine[]) => void;
  back: () => void;
};

/** The checkout's one field, its remembered address, and the purchase itself. */
export function useCheckout({ bought, short, back }: Wish) {
  const { shop, caught, receipts, live, status } = useServices();
  const { checkOut } = useCart();
  // Made before the first try: whatever becomes of a try, the next one is the same purchase.
  const [purchaseKey] = useState(randomUUID);

  const { form, busy, fill } = useForm({
    where: 'checkout',
    fields: [{ name: 'address', label: 'Ship to', placeholder: 'Street, city, country' }],
    back,
    send: async ({ address = '' }) => {
      if (address.trim() === '') throw addressNeeded();
      try {
        const order = await checkOut({ address: address.trim(), purchaseKey });
        receipts.push(...receiptLines(order));
        status.clear();
        void live.soon();
        bought(order);
      } catch (error) {
        const lines = shortLines(error);
        if (lines.length === 0) throw error;
        void live.soon();
        short(lines);
      }
    },
  });

  const untouched = form.fields[0]?.line.text === '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is looked up once; what is typed meanwhile stays.
  useEffect(() => {
    const remember = async () => {
      const { lastAddress } = await import('#domain/orders.ts');
      const { user } = await shop.person();
      const address = await lastAddress(await shop.db(), user.id);
      if (address && untouched) fill(address);
    };
    remember().catch(caught);
  }, []);

  return { form, busy };
}

/** What stays on the shell's screen after leaving. */
function receiptLines(order: Order): string[] {
  return [`Order ${order.id} is yours. To look at it again: shop orders show ${order.id}`];
}

const addressNeeded = () =>
  new ShopError('usage', 'Where shall it go? Type an address.', { details: { field: 'address' } });
