import { Box, Text } from 'ink';
import type { Order } from '#domain/orders.ts';
import { ChangedCart } from '#tui/components/changed-cart.tsx';
import { ChangedPrices } from '#tui/components/changed-prices.tsx';
import { Form } from '#tui/components/form.tsx';
import { linesInSight, OrderLines } from '#tui/components/order-lines.tsx';
import { Panel } from '#tui/components/panel.tsx';
import { Short } from '#tui/components/short.tsx';
import { dataOf } from '#tui/hooks/query.ts';
import { useCart } from '#tui/hooks/use-cart.tsx';
import { type Trouble, useCheckout } from '#tui/hooks/use-checkout.ts';
import { useKeys } from '#tui/hooks/use-keys.ts';
import { useScroll } from '#tui/hooks/use-scroll.ts';
import { useSeenPrices } from '#tui/hooks/use-seen-prices.ts';

type Props = { columns: number; rows: number; bought: (order: Order) => void; back: () => void };

/** Everything that a purchase needs on one screen: lines, total, address. */
export function CheckoutScreen({ columns, rows, bought, back }: Props) {
  const { cart } = useCart();
  const known = useSeenPrices(dataOf(cart));
  const { form, busy, trouble, settle, dismiss } = useCheckout({ cart: known, bought, back });

  const kind = trouble && (['short', 'changed', 'cart'] as const).find((one) => one in trouble);
  const popup = { level: 'popup', modal: true } as const;
  useKeys('short', { takeWhatThereIs: settle, back: dismiss }, { ...popup, active: kind === 'short' });
  useKeys('changed', { acceptPrices: settle, back: dismiss }, { ...popup, active: kind === 'changed' });
  useKeys('differing', { acceptCart: settle, back: dismiss }, { ...popup, active: kind === 'cart' });

  const below = form.error || form.fields.some(({ error }) => error) ? 5 : 3;
  const room = rows - 3 - below;
  const scroll = useScroll('checkout', known?.items.length ?? 0, linesInSight(room));
  // The field keeps the letters; what moves the lines are keys that write nothing.
  useKeys('checkout', { ...scroll.byLine, ...scroll.byPage }, { level: 'view' });
  return (
    <Box width={columns} height={rows}>
      <Panel title="Checkout" foot={busy ? 'buying…' : ''} width={columns} height={rows} active>
        <Box flexDirection="column" marginBottom={1} flexShrink={0}>
          {known && <OrderLines order={known} columns={columns - 4} rows={room} top={scroll.top} />}
        </Box>
        <Form form={form} columns={columns - 4} rows={below} />
        <Text dimColor wrap="truncate">
          {busy ? '  Buying…' : '  Enter buys for the total above. Ctrl-U empties the field.'}
        </Text>
      </Panel>
      {trouble && <TroublePopup trouble={trouble} columns={columns} rows={rows} />}
    </Box>
  );
}

type TroubleProps = { trouble: Trouble; columns: number; rows: number };

function TroublePopup({ trouble, ...size }: TroubleProps) {
  if ('short' in trouble) return <Short lines={trouble.short} {...size} />;
  if ('changed' in trouble) return <ChangedPrices changes={trouble.changed} {...size} />;
  return <ChangedCart {...trouble} {...size} />;
}
