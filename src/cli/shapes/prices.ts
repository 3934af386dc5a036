import type { PriceChange } from '#domain/prices.ts';

/** `Tea: 8.75 before, 9.10 now` */
export const priceChangeText = ({ name, shown, price }: Pick<PriceChange, 'name' | 'shown' | 'price'>) =>
  `${name}: ${shown} before, ${price} now`;
