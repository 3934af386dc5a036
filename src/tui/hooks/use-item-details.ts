import type { Item } from '#domain/items.ts';
import { detailsLayout, pictureRoom } from '#tui/components/details.tsx';
import { detailsWidth } from '#tui/theme.ts';
import { useCart } from './use-cart.tsx';
import { useItemHistory } from './use-item-history.ts';
import { usePicture } from './use-picture.ts';
import { useScroll } from './use-scroll.ts';

type Room = { columns: number; rows: number };

/**
 * What the details of the marked item are drawn from: alone on the screen once they are `opened`, beside the list where
 * there is room (`beside`, in columns; 0 where there is none).
 */
export function useItemDetails(item: Item | undefined, opened: boolean, { columns, rows }: Room) {
  const { quantityOf } = useCart();
  const beside = detailsWidth(columns);
  const shown = beside > 0 || opened;
  const history = useItemHistory(shown ? item : undefined);
  const space = pictureRoom(opened ? columns : beside, rows);
  const picture = usePicture(shown ? item?.imageUrl : undefined, space.columns, space.rows);
  const { story, room } = detailsLayout(item, columns, rows, picture);
  const { top, byPage } = useScroll(item?.id, story.length, room);
  const inCart = item ? quantityOf(item.id) : 0;
  return { beside, byPage, quantityOf, facts: { item, inCart, history, picture, rows }, top };
}
