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
};

/** The least room in which the screens keep their shape, in columns and rows. */
export const SMALLEST = { columns: 60, rows: 16 } as const;

/** From this width on, details stand beside the list. */
export const WIDE = 100;

/** The theme for this terminal. `NO_COLOR` takes the colours; bold, dim and inverse stay. */
export function themeFor(env: NodeJS.ProcessEnv): Theme {
  const linear = isLinear(env);
  if (env.NO_COLOR || env.TERM === 'dumb') {
    return { accent: undefined, good: undefined, warn: undefined, bad: undefined, linear };
  }
  return { accent: 'green', good: 'green', warn: 'yellow', bad: 'red', linear };
}

/** Whether the screen is read line by line instead of being looked at. */
export function isLinear(env: NodeJS.ProcessEnv): boolean {
  return env.INK_SCREEN_READER === 'true' || env.TERM === 'dumb';
}

/** How many of the columns go to the details beside a list; 0 where they have no room there. */
export const detailsWidth = (columns: number): number =>
  columns >= WIDE ? Math.min(70, Math.floor(columns * 0.38)) : 0;
