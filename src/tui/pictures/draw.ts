import { ShopError } from '#domain/errors.ts';
import type { Graphics } from './graphics.ts';

/** A picture that is ready to be shown: as lines of text, or as bytes that the terminal draws over so many cells. */
export type Drawn = { columns: number; rows: number } & (
  | { kind: 'lines'; lines: readonly string[] }
  | { kind: 'sequence'; show: string; remove: string }
);

type Cells = { columns: number; rows: number };

// What is known of a picture is not trusted: one of a few kilobytes may unfold to gigabytes.
const mostPixels = 60_000_000;
const kinds = ['jpeg', 'png', 'webp', 'gif', 'avif', 'heif'];
// What protocols without a size in cells are told of a cell. Smaller than most, so that nothing is covered.
const cell = { width: 8, height: 16 };

/**
 * Draws a picture file as large as fits into so many cells, each twice as high as it is wide.
 * @throws ShopError unavailable when the file is none that can be read, or this machine has nothing to read it with
 */
export async function draw(bytes: Uint8Array, room: Cells, graphics: Graphics): Promise<Drawn> {
  const sharp = await import('sharp').catch(() => {
    throw noPicture('There is nothing to read pictures with on this machine.');
  });
  const image = sharp.default(bytes, { limitInputPixels: mostPixels, pages: 1 }).autoOrient();
  try {
    const { format, autoOrient } = await image.metadata();
    if (!kinds.includes(format)) throw noPicture('The picture is in none of the formats that can be shown.');
    const cells = fitted(autoOrient, room);
    const scaled = (width: number, height: number) => image.resize(width, height, { fit: 'fill' });
    if (graphics === 'blocks') {
      const { data } = await pixels(scaled(cells.columns, cells.rows * 2));
      return { ...cells, kind: 'lines', lines: blocks(data, cells) };
    }
    const [width, height] = [cells.columns * cell.width, cells.rows * cell.height];
    if (graphics === 'sixel') {
      const { data } = await pixels(scaled(width, height));
      const { image2sixel } = await import('sixel');
      return { ...cells, kind: 'sequence', show: image2sixel(data, width, height, 256, 1), remove: '' };
    }
    const png = await scaled(width * 2, height * 2)
      .png()
      .toBuffer();
    return { ...cells, kind: 'sequence', ...(graphics === 'kitty' ? kitty : iterm2)(png, cells) };
  } catch (error) {
    if (error instanceof ShopError) throw error;
    throw noPicture('The picture cannot be read.');
  }
}

const noPicture = (why: string) => new ShopError('unavailable', why);

const pixels = (image: {
  ensureAlpha(): { raw(): { toBuffer(how: { resolveWithObject: true }): Promise<{ data: Buffer }> } };
}) => image.ensureAlpha().raw().toBuffer({ resolveWithObject: true });

/** As large as the room allows, with the picture's own proportions. */
export function fitted(
  { width, height }: { width: number; height: number },
  { columns, rows }: Cells,
): Cells {
  const scale = Math.min(columns / width, (rows * 2) / height);
  return {
    columns: Math.max(1, Math.min(columns, Math.round(width * scale))),
    rows: Math.max(1, Math.min(rows, Math.round((height * scale) / 2))),
  };
}

/** Two pixels to a cell: the upper one as the colour of `▀`, the lower one as its ground. */
function blocks(data: Uint8Array, { columns, rows }: Cells): string[] {
  const at = (x: number, y: number) => {
    const from = (y * columns + x) * 4;
    const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(from, from + 4);
    // What is see-through shows the terminal's own ground.
    return alpha < 128 ? undefined : `2;${red};${green};${blue}`;
  };
  return Array.from({ length: rows }, (_, row) => {
    const line = Array.from({ length: columns }, (_, x) => half(at(x, row * 2), at(x, row * 2 + 1)));
    return `${line.join('')}\x1b[0m`;
  });
}

function half(upper: string | undefined, lower: string | undefined): string {
  if (upper && lower) return `\x1b[38;${upper};48;${lower}m▀`;
  if (upper) return `\x1b[49;38;${upper}m▀`;
  return lower ? `\x1b[49;38;${lower}m▄` : '\x1b[0m ';
}

let lastId = 0;

// In pieces of at most 4,096 characters, without an answer (q=2) and without moving the cursor (C=1).
function kitty(png: Buffer, { columns, rows }: Cells) {
  lastId += 1;
  const id = (process.pid % 1000) * 1000 + (lastId % 1000);
  const pieces = png.toString('base64').match(/.{1,4096}/g) ?? [];
  const first = `a=T,f=100,t=d,i=${id},p=1,c=${columns},r=${rows},C=1,q=2,`;
  const show = pieces.map(
    (piece, at) => `\x1b_G${at === 0 ? first : ''}m=${at === pieces.length - 1 ? 0 : 1};${piece}\x1b\\`,
  );
  return { show: show.join(''), remove: `\x1b_Ga=d,d=I,i=${id},q=2\x1b\\` };
}

const iterm2 = (png: Buffer, { columns, rows }: Cells) => ({
  show: `\x1b]1337;File=inline=1;size=${png.length};width=${columns};height=${rows};preserveAspectRatio=0;doNotMoveCursor=1:${png.toString('base64')}\x07`,
  remove: '',
});
