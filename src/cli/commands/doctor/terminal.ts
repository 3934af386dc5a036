import type { Graphics } from '#tui/pictures/graphics.ts';
import { type Found, fine, orSkip, warning } from './finding.ts';
import type { Scene } from './scene.ts';

export type Terminal = {
  isTTY: boolean;
  columns: number;
  rows: number;
  /** Bits a colour has; 1: none. */
  colorDepth: number;
  /** How pictures are shown. */
  graphics: Graphics | undefined;
  env: NodeJS.ProcessEnv;
};

/** What the terminal can show. */
export async function checkTerminal({ stdout, env, config }: Scene): Promise<Found | Found[]> {
  const { graphicsFor } = await import('#tui/pictures/graphics.ts');
  // Settings that cannot be read are another check's to tell.
  const setting = await orSkip('', () => config().setting('tui.pictures')).catch(() => undefined);
  return findingsOf({
    isTTY: stdout.isTTY === true,
    columns: stdout.columns ?? 0,
    rows: stdout.rows ?? 0,
    colorDepth: stdout.isTTY ? stdout.getColorDepth(env) : 1,
    graphics: graphicsFor(env, setting),
    env,
  });
}

// The full screen's own bound stands in another room; a test compares the two.
export const smallest = { columns: 60, rows: 16 };

export function findingsOf(terminal: Terminal): Found | Found[] {
  const { isTTY, columns, rows, env } = terminal;
  if (!isTTY) return fine('The output goes into a pipe or a file: plain lines, nothing is cut.', { isTTY });
  const found: Found[] = [];
  if (columns < smallest.columns || rows < smallest.rows) {
    found.push(
      warning(
        `The terminal has ${columns}x${rows}; the full screen needs ${smallest.columns}x${smallest.rows}.`,
        {
          next: 'Make it larger. Commands work in any size.',
        },
      ),
    );
  }
  if (!env.TERM || env.TERM === 'dumb') {
    found.push(
      warning(`TERM is ${env.TERM || 'not set'}: no colours, and the full screen is plain lines.`, {
        next: 'Set TERM to what the terminal is, such as xterm-256color.',
      }),
    );
  }
  if (!hasUnicode(env)) {
    found.push(
      warning('The locale is not UTF-8: names and boxes may look broken.', {
        next: 'Set LANG=C.UTF-8, or shop config set tui.borders ascii.',
      }),
    );
  }
  return found.length > 0 ? found : summary(terminal);
}

function summary({ columns, rows, colorDepth, graphics, env }: Terminal): Found {
  const wished = env.NO_COLOR ? 'no colours (NO_COLOR)' : colors(colorDepth);
  return fine(`${columns}x${rows}, ${wished}, Unicode, ${pictures(graphics)}.`, {
    isTTY: true,
    columns,
    rows,
    colorDepth,
    unicode: true,
    graphics: graphics ?? null,
  });
}

const colors = (depth: number) =>
  depth > 8 ? '16 million colours' : depth > 1 ? `${2 ** depth} colours` : 'no colours';

/** POSIX: the first of these three that is set says which characters a terminal is sent. */
function hasUnicode({ LC_ALL, LC_CTYPE, LANG, WT_SESSION }: NodeJS.ProcessEnv): boolean {
  if (process.platform === 'win32') return WT_SESSION !== undefined;
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
}

const pictures = (graphics: Graphics | undefined) =>
  graphics === undefined
    ? 'no pictures'
    : graphics === 'blocks'
      ? 'pictures of half blocks'
      : `pictures by ${graphics}`;
