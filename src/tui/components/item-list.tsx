import { Box } from 'ink';
import { memo, type ReactNode } from 'react';
import type { Item } from '#domain/items.ts';
import { useRows } from '#tui/hooks/use-mouse.ts';
import { fitted } from './foreign.tsx';
import { itemHead, itemLine, itemSentence, type Trends } from './item-text.ts';
import { ListHead, ListRow } from './list.tsx';
import { Panel } from './panel.tsx';
import { useTheme } from './theme-context.ts';
import { useTrend } from './trend.ts';

type Props = {
  title: string;
  foot: string;
  /** `undefined` where an item is not loaded yet. */
  rows: readonly (Item | undefined)[];
  marked: number;
  position: number;
  total: number | undefined;
  quantityOf: (itemId: number) => number;
  columns: number;
  height: number;
  active: boolean;
  /** A line above the list, for example the search. */
  above?: ReactNode;
  /** Shown instead of rows when there are none. */
  empty: ReactNode;
};

/** Rows that a list of items has in a panel of this height, with or without a line above. */
export const itemListRows = (height: number, above: boolean) => Math.max(1, height - 3 - (above ? 1 : 0));

/** A list of items in a panel: the rows in sight, the place of the marked one, and how many there are. */
export function ItemList(props: Props) {
  const { title, foot, rows, marked, quantityOf, columns, height, active, above, empty } = props;
  const width = columns - 4;
  const ref = useRows({ active });
  return (
    <Panel title={title} note={placeWords(props)} foot={foot} width={columns} height={height} active={active}>
      {above}
      {rows.length === 0 ? (
        <Box flexGrow={1}>{empty}</Box>
      ) : (
        <Box flexDirection="column" flexShrink={0}>
          <ListHead text={itemHead(width)} />
          <Box ref={ref} flexDirection="column" flexShrink={0}>
            {rows.map((item, at) => (
              <ItemRow
                key={item?.id ?? `row ${at}`}
                item={item}
                inCart={item ? quantityOf(item.id) : 0}
                width={width}
                marked={at === marked}
                active={active}
              />
            ))}
          </Box>
        </Box>
      )}
    </Panel>
  );
}

type RowProps = { item: Item | undefined; inCart: number; width: number; marked: boolean; active: boolean };

// Measuring a row's text costs more than drawing it, so a row that has not changed is left alone.
const ItemRow = memo(function ItemRow({ item, inCart, width, marked, active }: RowProps) {
  const { linear } = useTheme();
  const trends = { price: useTrend(item?.id, item?.priceCents), stock: useTrend(item?.id, item?.stock) };
  const { text, faint } = rowOf(item, inCart, width, linear, trends);
  const fresh = trends.price !== undefined || trends.stock !== undefined;
  return <ListRow text={text} faint={faint} fresh={fresh} marked={marked} active={active} />;
});

function rowOf(item: Item | undefined, inCart: number, width: number, linear: boolean, trends: Trends) {
  if (!item) return { text: fitted('…', width - 2), faint: true };
  const faint = item.stock === 0;
  return { text: linear ? itemSentence(item, inCart, trends) : itemLine(item, inCart, width, trends), faint };
}

function placeWords({ position, total }: Props): string {
  if (total === undefined) return position > 0 ? `${position}` : '';
  if (total === 0) return 'none';
  return `${position.toLocaleString('en')} of ${total.toLocaleString('en')}`;
}
