import { Box, Text } from 'ink';
import type { Order } from '#domain/orders.ts';
import { OrderFacts, OrderLines } from './order-lines.tsx';
import { Panel } from './panel.tsx';

type Props = { order: Order | undefined; columns: number; rows: number; active?: boolean };

/** An order with its lines. */
export function OrderDetails({ order, columns, rows, active = false }: Props) {
  return (
    <Panel title={order ? `Order ${order.id}` : 'Order'} width={columns} height={rows} active={active}>
      {order ? (
        <Box flexDirection="column">
          <OrderFacts order={order} />
          <Box marginTop={1}>
            <OrderLines order={order} columns={columns - 4} rows={rows - 7} />
          </Box>
        </Box>
      ) : (
        <Text dimColor>Nothing is marked.</Text>
      )}
    </Panel>
  );
}
