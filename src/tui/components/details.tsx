import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { ItemHistory } from '#domain/item-history.ts';
import type { Item } from '#domain/items.ts';
import { formatMoney } from '#domain/money.ts';
import { sparkline } from '#domain/sparkline.ts';
import type { Picture } from '#tui/hooks/use-picture.ts';
import { Panel } from './panel.tsx';
import { PictureBox } from './picture.tsx';
import { useTheme } from './theme-context.ts';
import { markOf, useTrend } from './trend.ts';
import { wrapped } from './wrapped.ts';

type Props = {
  item: Item | undefined;
  inCart: number;
  history?: ItemHistory | undefined;
  picture?: Picture;
  columns: number;
  rows: number;
  active?: boolean;
  /** The uppermost line in sight of what is told below the facts. */
  top?: number;
};

/** The name, a blank, four facts, a blank. */
const FACTS = 6;
const NAME_ROWS = 2;
/** In rows: what the story keeps below a picture, and how high that may be. */
const STORY_ROWS = 3;
const LEAST_PICTURE = 4;
const MOST_PICTURE = 20;

/** Everything that is known of an item. What is told of it scrolls below its name and its figures. */
export function Details({ item, inCart, history, picture, columns, rows, active = false, top = 0 }: Props) {
  const { linear } = useTheme();
  const { name, story, room } = detailsLayout(item, columns, rows, picture);
  const below = linear ? 0 : story.length - top - room;
  const shown = linear ? story : story.slice(top, top + room);
  return (
    <Panel
      title="Details"
      note={item ? `#${item.id}` : ''}
      foot={below > 0 ? `${below} more ${below === 1 ? 'line' : 'lines'} below` : ''}
      width={columns}
      height={rows}
      active={active}
    >
      {item ? (
        <Box flexDirection="column">
          <Text bold>{name.join('\n')}</Text>
          <ItemFacts item={item} inCart={inCart} history={linear ? undefined : history} />
          {picture && 'drawn' in picture && <PictureBox drawn={picture.drawn} />}
          {shown.length > 0 && <Text>{shown.join('\n')}</Text>}
        </Box>
      ) : (
        <Text dimColor>Nothing is marked.</Text>
      )}
    </Panel>
  );
}

/** The lines of the name and of the story, and how many rows the story has. */
export function detailsLayout(item: Item | undefined, columns: number, rows: number, picture?: Picture) {
  const width = columns - 4;
  const name = item ? wrapped(item.name, width).slice(0, NAME_ROWS) : [];
  const story = item ? storyOf(item, width, picture) : [];
  const drawn = picture && 'drawn' in picture ? picture.drawn.rows + 1 : 0;
  return { name, story, room: Math.max(1, rows - 2 - name.length - FACTS - drawn) };
}

/** The cells that a picture may take: what is told of the item keeps some lines below it. */
export const pictureRoom = (columns: number, rows: number) => {
  const room = rows - 2 - NAME_ROWS - FACTS - STORY_ROWS;
  return { columns: columns - 4, rows: room < LEAST_PICTURE ? 0 : Math.min(room, MOST_PICTURE) };
};

// Where there is no picture, its address stands instead, and why.
function storyOf({ description, imageUrl }: Item, width: number, picture: Picture): string[] {
  const told = description ? wrapped(description, width) : [];
  if (!imageUrl || (picture && 'drawn' in picture)) return told;
  const why = picture ? wrapped(picture.why, width) : ['Picture'];
  const address = [...why, ...wrapped(imageUrl, width)];
  return told.length > 0 ? [...told, '', ...address] : address;
}

type Facts = { item: Item; inCart: number; history: ItemHistory | undefined };

function ItemFacts({ item, inCart, history }: Facts) {
  const theme = useTheme();
  const price = markOf(useTrend(item.id, item.priceCents));
  const stock = markOf(useTrend(item.id, item.stock));
  return (
    <Box marginY={1} flexDirection="column" flexShrink={0}>
      <Fact name="Price">
        <Text bold>{price + formatMoney(item.priceCents)}</Text>
        <Course of={history?.priceCents} />
      </Fact>
      <Fact name="Stock">
        <Text color={stockColor(item.stock, theme)}>{stock + stockSentence(item.stock)}</Text>
        <Course of={history?.stock} />
      </Fact>
      <Fact name="In cart">
        {inCart > 0 ? `${inCart} · ${formatMoney(inCart * item.priceCents)}` : 'none'}
      </Fact>
      <Fact name="Favorite">{item.favorite ? '♥ yes' : 'no'}</Fact>
    </Box>
  );
}

/** How a figure came to be what it is; nothing where it has not changed. */
function Course({ of: values = [] }: { of: readonly number[] | undefined }) {
  const line = sparkline(values);
  return line && <Text dimColor>{`  ${line}`}</Text>;
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
