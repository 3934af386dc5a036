import { useWindowSize } from 'ink';
import { useEffect, useState } from 'react';
import { ShopError } from '#domain/errors.ts';
import type { Drawn } from '#tui/pictures/draw.ts';
import { useServices } from './services.ts';

/** Whoever walks through the list fetches no picture of what is passed by. */
const SETTLED = 150;

/** The picture of an item that stays marked, or why there is none; undefined while neither is known. */
export type Picture = { drawn: Drawn } | { why: string } | undefined;

/** Fetches and draws the picture of this address into so many cells; nothing where pictures are off. */
export function usePicture(url: string | null | undefined, columns: number, rows: number): Picture {
  const { shop, pictures, caught } = useServices();
  const window = useWindowSize();
  const subject = `${url} ${columns} ${rows} ${window.columns} ${window.rows}`;
  const [known, setKnown] = useState<{ subject: string; picture: Picture }>();
  useEffect(() => {
    if (!pictures || !url || rows < 1) return;
    const stop = new AbortController();
    const show = (picture: Picture) => stop.signal.aborted || setKnown({ subject, picture });
    const load = async () => {
      const { draw } = await import('#tui/pictures/draw.ts');
      const bytes = await shop.picture(url, stop.signal);
      show({ drawn: await draw(bytes, { columns, rows }, pictures.graphics) });
    };
    const refused = (error: unknown) => {
      if (stop.signal.aborted) return;
      if (error instanceof ShopError) show({ why: error.message });
      else caught(error);
    };
    const timer = setTimeout(() => void load().catch(refused), SETTLED);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [shop, pictures, caught, url, columns, rows, subject]);
  return known?.subject === subject ? known.picture : undefined;
}
