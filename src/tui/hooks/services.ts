import { createContext, use, useEffect, useLayoutEffect, useRef } from 'react';
import type { ShopError } from '#domain/errors.ts';
import type { Shop } from '#shop.ts';
import type { Canvas } from '#tui/pictures/canvas.ts';
import type { Graphics } from '#tui/pictures/graphics.ts';
import type { History } from './history.ts';
import type { Live, Load } from './live.ts';
import type { Receipts } from './receipts.ts';
import type { Status } from './status.ts';

export type Db = Awaited<ReturnType<Shop['db']>>;

/** What every hook may lean on; made once in `main.tsx`. */
export type Services = {
  shop: Shop;
  live: Live;
  status: Status;
  history: History;
  receipts: Receipts;
  /** Absent where pictures are not wanted, or cannot be shown. */
  pictures: { graphics: Graphics; canvas: Canvas } | undefined;
  /** Says a refusal at the foot of the screen; a fault of ours ends the program. */
  caught: (error: unknown) => void;
  /** What is said about a refusal. */
  sentenceOf: (error: ShopError) => string;
  leave: (how: 'quit' | 'interrupted') => void;
};

export const ServicesContext = createContext<Services | undefined>(undefined);

export function useServices(): Services {
  const services = use(ServicesContext);
  if (!services) throw new Error('This component stands outside of the program.');
  return services;
}

/** While the component is shown, loads at once, after each change of `subject`, and then again and again. */
export function useLive(subject: string, load: Load) {
  const { live } = useServices();
  const latest = useRef(load);
  useLayoutEffect(() => {
    latest.current = load;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another subject is another load, which begins at once.
  useEffect(() => live.add(() => latest.current()), [live, subject]);
}
