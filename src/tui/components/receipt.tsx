import { Box, Text } from 'ink';
import type { Order } from '#domain/orders.ts';
import { OrderFacts, OrderLines } from './order-lines.tsx';
import { Panel } from './panel.tsx';
import { useTheme } from './theme-context.ts';

type Props = { order: Order; columns: number; rows: number; top: number };

/** Rows that the lines of the order have on its receipt. */
export const receiptLinesRows = (rows: number): number => rows - (rows > 14 ? 8 : 6);

/** What has just been bought. */
export function Receipt({ order, columns, rows, top }: Props) {
  const theme = useTheme();
  return (
    <Panel title="Receipt" note={`order ${order.id}`} width={columns} height={rows} active>
      <Text bold color={theme.good}>
        Thank you! Order {order.id} is yours.
      </Text>
      <Box marginY={rows > 14 ? 1 : 0}>
        <OrderFacts order={order} />
      </Box>
      <OrderLines order={order} columns={columns - 4} rows={receiptLinesRows(rows)} top={top} />
    </Panel>
  );
}
