import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Item } from '#domain/items.ts';
import { itemHead, itemRow, itemSentence } from './item-text.ts';
import { List } from './list.tsx';
import { Panel } from './panel.tsx';
import { useTheme } from './theme-context.ts';

type Props = {
  title: string;
  foot: string;
  rows: readonly Item[];
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
  const { linear } = useTheme();
  const width = columns - 4;
  const row = (item: Item) =>
    linear ? itemSentence(item, quantityOf(item.id)) : itemRow(item, quantityOf(item.id), width);
  return (
    <Panel title={title} note={placeWords(props)} foot={foot} width={columns} height={height} active={active}>
      {above}
      {rows.length === 0 ? (
        <Box flexGrow={1}>{empty}</Box>
      ) : (
        <List head={itemHead(width)} rows={rows.map(row)} marked={marked} active={active} />
      )}
    </Panel>
  );
}

function placeWords({ position, total }: Props): string {
  if (total === undefined) return position > 0 ? `${position}` : '';
  if (total === 0) return 'none';
  return `${position.toLocaleString('en')} of ${total.toLocaleString('en')}`;
}
