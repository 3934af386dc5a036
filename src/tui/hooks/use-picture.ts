import { useWindowSize } from 'ink';
import { useEffect, useState } from 'react';
import { ShopError } from '#domain/errors.ts';
import type { Drawn } from '#tui/pictures/draw.ts';
import { useServices } from './services.ts';
import { useSettled } from './use-settled.ts';

/** The picture of an item that stays marked, or why there is none; undefined while neither is known. */
export type Picture = { drawn: Drawn } | { why: string } | undefined;

/** Fetches and draws the picture of this address into so many cells; nothing where pictures are off. */
export function usePicture(url: string | null | undefined, columns: number, rows: number): Picture {
  const { shop, pictures, caught } = useServices();
  const window = useWindowSize();
  const subject = `${url} ${columns} ${rows} ${window.columns} ${window.rows}`;
  const [known, setKnown] = useState<{ subject: string; picture: Picture }>();
  const settled = useSettled(subject);
  useEffect(() => {
    if (!pictures || !url || rows < 1 || settled !== subject) return;
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
    void load().catch(refused);
    return () => stop.abort();
  }, [shop, pictures, caught, url, columns, rows, subject, settled]);
  return known?.subject === subject ? known.picture : undefined;
}
