import { Box, Text } from 'ink';
import type { Order } from '#domain/orders.ts';
import { ChangedPrices } from '#tui/components/changed-prices.tsx';
import { Form } from '#tui/components/form.tsx';
import { OrderLines } from '#tui/components/order-lines.tsx';
import { Panel } from '#tui/components/panel.tsx';
import { Short } from '#tui/components/short.tsx';
import { dataOf } from '#tui/hooks/query.ts';
import { useCart } from '#tui/hooks/use-cart.tsx';
import { useCheckout } from '#tui/hooks/use-checkout.ts';
import { useKeys } from '#tui/hooks/use-keys.ts';
import { useSeenPrices } from '#tui/hooks/use-seen-prices.ts';

type Props = { columns: number; rows: number; bought: (order: Order) => void; back: () => void };

/** Everything that a purchase needs on one screen: lines, total, address. */
export function CheckoutScreen({ columns, rows, bought, back }: Props) {
  const { cart, takeWhatThereIs } = useCart();
  const known = useSeenPrices(dataOf(cart));
  const { form, busy, short, changed, buyAtNewPrices, dismiss } = useCheckout({ cart: known, bought, back });

  const take = async () => {
    await takeWhatThereIs(short);
    dismiss();
  };
  useKeys(
    'short',
    { takeWhatThereIs: take, back: dismiss },
    { level: 'popup', modal: true, active: short.length > 0 },
  );
  useKeys(
    'changed',
    { acceptPrices: buyAtNewPrices, back: dismiss },
    { level: 'popup', modal: true, active: changed.length > 0 },
  );

  const below = form.error || form.fields.some(({ error }) => error) ? 5 : 3;
  return (
    <Box width={columns} height={rows}>
      <Panel title="Checkout" foot={busy ? 'buying…' : ''} width={columns} height={rows} active>
        <Box flexDirection="column" marginBottom={1} flexShrink={0}>
          {known && <OrderLines order={known} columns={columns - 4} rows={rows - 3 - below} />}
        </Box>
        <Form form={form} columns={columns - 4} rows={below} />
        <Text dimColor wrap="truncate">
          {busy ? '  Buying…' : '  Enter buys for the total above. Ctrl-U empties the field.'}
        </Text>
      </Panel>
      {short.length > 0 && <Short lines={short} columns={columns} rows={rows} />}
      {changed.length > 0 && <ChangedPrices changes={changed} columns={columns} rows={rows} />}
    </Box>
  );
}
