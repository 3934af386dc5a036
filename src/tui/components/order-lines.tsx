import { Box, Text } from 'ink';
import { formatMoney } from '#domain/money.ts';
import type { Order } from '#domain/orders.ts';
import { Fact } from './details.tsx';
import { fitted } from './foreign.tsx';
import { lineHead, lineRow, piecesOf, STATUS } from './order-text.ts';
import { useTheme } from './theme-context.ts';

type Props = {
  order: Order;
  columns: number;
  rows: number /** The uppermost line in sight. */;
  top?: number;
};

/** Wider than that, the eye loses the line between a name and its sum. */
const WIDEST = 100;

/** How many lines are in sight where not all of them are: heading, place and total take a row each. */
export const linesInSight = (rows: number): number => Math.max(1, rows - 3);

/** The lines of an order and its total, as many as there are rows for; where they do not fit, which ones they are. */
export function OrderLines({ order, columns, rows, top = 0 }: Props) {
  const { linear } = useTheme();
  const width = Math.min(columns, WIDEST);
  const count = order.items.length;
  const cut = !linear && count > Math.max(1, rows - 2);
  const end = cut ? Math.min(count, top + linesInSight(rows)) : count;
  const shown = order.items.slice(cut ? top : 0, end);
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Text dimColor wrap="truncate">
        {`  ${lineHead(width)}`}
      </Text>
      {shown.map((line) => (
        <Text key={line.itemId} wrap="truncate">
          {`  ${lineRow(line, width, order.status === 'TEMP').text}`}
        </Text>
      ))}
      {cut && <Text dimColor>{`  lines ${top + 1}–${end} of ${count}`}</Text>}
      <Total order={order} columns={width} />
    </Box>
  );
}

/** The sum of an order, below the column of its lines. */
export function Total({ order, columns }: { order: Order; columns: number }) {
  const pieces = piecesOf(order);
  const words = `Total   ${pieces} ${pieces === 1 ? 'piece' : 'pieces'}`;
  return (
    <Text bold wrap="truncate">
      {`  ${fitted(words, 26)}${fitted(formatMoney(order.totalCents), columns - 28, 'right')}`}
    </Text>
  );
}

/** When, where to, and what became of an order. */
export function OrderFacts({ order }: { order: Order }) {
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Fact name="Status">{STATUS[order.status]}</Fact>
      <Fact name="Date">{order.purchasedAt ? timeWords(order.purchasedAt) : (order.date ?? '–')}</Fact>
      {order.cancelledAt && <Fact name="Cancelled">{timeWords(order.cancelledAt)}</Fact>}
      <Fact name="Ship to">{fitted(order.shippingAddress ?? '–', 200).trim()}</Fact>
    </Box>
  );
}

/** `2026-01-20T10:11:12Z` → the person's own day and time. */
export function timeWords(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
