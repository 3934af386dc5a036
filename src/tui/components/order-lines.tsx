import { Box, Text } from 'ink';
import { formatMoney } from '#domain/money.ts';
import type { Order } from '#domain/orders.ts';
import { Fact } from './details.tsx';
import { fitted } from './foreign.tsx';
import { lineHead, lineRow, piecesOf, STATUS } from './order-text.ts';

type Props = { order: Order; columns: number; rows: number };

/** Wider than that, the eye loses the line between a name and its sum. */
const WIDEST = 100;

/** The lines of an order and its total, as many as there are rows for; what does not fit is counted. */
export function OrderLines({ order, columns, rows }: Props) {
  const width = Math.min(columns, WIDEST);
  const room = Math.max(1, rows - 2);
  const cut = order.items.length > room;
  const shown = order.items.slice(0, cut ? room - 1 : room);
  const hidden = order.items.length - shown.length;
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
      {hidden > 0 && <Text dimColor>{`  and ${hidden} more`}</Text>}
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
function timeWords(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
