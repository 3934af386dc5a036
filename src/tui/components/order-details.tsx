import { Box, Text } from 'ink';
import type { Order } from '#domain/orders.ts';
import { OrderFacts, OrderLines } from './order-lines.tsx';
import { Panel } from './panel.tsx';

type Props = { order: Order | undefined; columns: number; rows: number; active?: boolean; top?: number };

/** Rows that the lines of an order have in its panel. */
export const orderLinesRows = (rows: number): number => rows - 7;

/** An order with its lines. */
export function OrderDetails({ order, columns, rows, active = false, top = 0 }: Props) {
  return (
    <Panel title={order ? `Order ${order.id}` : 'Order'} width={columns} height={rows} active={active}>
      {order ? (
        <Box flexDirection="column">
          <OrderFacts order={order} />
          <Box marginTop={1}>
            <OrderLines order={order} columns={columns - 4} rows={orderLinesRows(rows)} top={top} />
          </Box>
        </Box>
      ) : (
        <Text dimColor>Nothing is marked.</Text>
      )}
    </Panel>
  );
}
