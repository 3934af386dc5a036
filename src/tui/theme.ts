/**
 * What the screen may lean on. Only the sixteen named colours are used, so that the person's own light or
 * dark palette decides how they look, and nothing is told by colour alone.
 */
export type Theme = {
  accent: string | undefined;
  good: string | undefined;
  warn: string | undefined;
  bad: string | undefined;
  /** No boxes, no columns, no alternate screen: for screen readers and terminals that cannot move the cursor. */
  linear: boolean;
  /** Boxes of `+`, `-` and `|`, for fonts that have no lines. */
  ascii: boolean;
  /** The terminal understands no control sequence at all. */
  plain: boolean;
};

/** The least room in which the screens keep their shape, in columns and rows. */
export const SMALLEST = { columns: 60, rows: 16 } as const;

/** From this width on, details stand beside the list. */
const WIDE = 100;

/** The theme for this terminal. `NO_COLOR` takes the colours; bold, dim and inverse stay. */
export function themeFor(env: NodeJS.ProcessEnv, borders?: string): Theme {
  const plain = env.TERM === 'dumb';
  const linear = plain || env.INK_SCREEN_READER === 'true';
  const colors =
    plain || env.NO_COLOR
      ? { accent: undefined, good: undefined, warn: undefined, bad: undefined }
      : { accent: 'green', good: 'green', warn: 'yellow', bad: 'red' };
  return { ...colors, linear, plain, ascii: borders === 'ascii' };
}

/** How many of the columns go to the details beside a list; 0 where they have no room there. */
export const detailsWidth = (columns: number): number =>
  columns >= WIDE ? Math.min(70, Math.floor(columns * 0.38)) : 0;

/** How many of the columns go to the chat beside a list; 0 where it takes the place of the list. */
export const chatWidth = (columns: number): number =>
  columns >= WIDE ? Math.min(80, Math.floor(columns * 0.42)) : 0;
