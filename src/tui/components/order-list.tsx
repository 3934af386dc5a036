import { Box } from 'ink';
import type { Order } from '#domain/orders.ts';
import { Empty } from './empty.tsx';
import { List } from './list.tsx';
import { orderHead, orderRow } from './order-text.ts';
import { Panel } from './panel.tsx';

type Props = {
  /** Whether there is somebody whose orders they are. */
  known: boolean;
  orders: { state: string; data?: readonly Order[] };
  rows: readonly Order[];
  marked: number;
  position: number;
  more: boolean;
  columns: number;
  height: number;
};

/** Orders, the open one first. */
export function OrderList({ known, orders, rows, marked, position, more, columns, height }: Props) {
  const width = columns - 4;
  const count = `${orders.data?.length ?? 0}${more ? '+' : ''}`;
  return (
    <Panel
      title="Orders"
      note={position > 0 ? `${position} of ${count}` : ''}
      width={columns}
      height={height}
      active
    >
      {rows.length > 0 ? (
        <List head={orderHead(width)} rows={rows.map((order) => orderRow(order, width))} marked={marked} />
      ) : (
        <Box flexGrow={1}>{emptyWords(orders.state === 'loading', known)}</Box>
      )}
    </Panel>
  );
}

function emptyWords(loading: boolean, known: boolean) {
  if (loading) return <Empty text="Fetching your orders…" />;
  if (!known) return <Empty text="Orders need an account." next="Press Enter to log in or to create one." />;
  return <Empty text="You have not ordered anything yet." next="Press 1 for the items." />;
}
