import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanText } from '#domain/foreign.ts';
import type { Item } from '#domain/items.ts';
import { formatMoney } from '#domain/money.ts';
import { Foreign } from './foreign.tsx';
import { Panel } from './panel.tsx';
import { useTheme } from './theme-context.ts';

type Props = {
  item: Item | undefined;
  inCart: number;
  columns: number;
  rows: number;
  active?: boolean;
};

/** Everything that is known of an item. */
export function Details({ item, inCart, columns, rows, active = false }: Props) {
  return (
    <Panel title="Details" note={item ? `#${item.id}` : ''} width={columns} height={rows} active={active}>
      {item ? <ItemFacts item={item} inCart={inCart} /> : <Text dimColor>Nothing is marked.</Text>}
    </Panel>
  );
}

function ItemFacts({ item, inCart }: { item: Item; inCart: number }) {
  const theme = useTheme();
  return (
    <Box flexDirection="column">
      <Foreign text={item.name} bold />
      <Box marginTop={1} flexDirection="column" flexShrink={0}>
        <Fact name="Price">
          <Text bold>{formatMoney(item.priceCents)}</Text>
        </Fact>
        <Fact name="Stock">
          <Text color={stockColor(item.stock, theme)}>{stockSentence(item.stock)}</Text>
        </Fact>
        <Fact name="In cart">
          {inCart > 0 ? `${inCart} · ${formatMoney(inCart * item.priceCents)}` : 'none'}
        </Fact>
        <Fact name="Favorite">{item.favorite ? '♥ yes' : 'no'}</Fact>
      </Box>
      {item.description && (
        <Box marginTop={1}>
          <Text>{cleanText(item.description)}</Text>
        </Box>
      )}
      {item.imageUrl && (
        <Box marginTop={1} flexDirection="column">
          <Text dimColor>Picture</Text>
          <Text wrap="hard">{cleanText(item.imageUrl)}</Text>
        </Box>
      )}
    </Box>
  );
}

/** A name and its value, in two columns. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Box>
      <Box width={12} flexShrink={0}>
        <Text dimColor>{name}</Text>
      </Box>
      <Text wrap="truncate">{children}</Text>
    </Box>
  );
}

function stockSentence(stock: number): string {
  if (stock === 0) return 'sold out';
  return stock <= 3 ? `only ${stock} left` : `${stock} in stock`;
}

const stockColor = (stock: number, { bad, warn, good }: { bad?: string; warn?: string; good?: string }) => {
  if (stock === 0) return bad;
  return stock <= 3 ? warn : good;
};
