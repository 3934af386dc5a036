import { styleText } from 'node:util';

/** Colours by what they mean; each also reads right without one. */
export type Meaning = 'good' | 'warning' | 'bad' | 'quiet' | 'strong';
export type Paint = (meaning: Meaning | undefined, text: string) => string;

const looks = { good: 'green', warning: 'yellow', bad: 'red', quiet: 'dim', strong: 'bold' } as const;

type PaintWish = { terminal: boolean; colorWanted: boolean; env: NodeJS.ProcessEnv };

/** Paints for one stream. `--no-color` and NO_COLOR win over FORCE_COLOR, that over what the stream is. */
export function paintFor({ terminal, colorWanted, env }: PaintWish): Paint {
  if (!hasColor({ terminal, colorWanted, env })) return (_meaning, text) => text;
  return (meaning, text) => (meaning ? styleText(looks[meaning], text, { validateStream: false }) : text);
}

function hasColor({ terminal, colorWanted, env }: PaintWish): boolean {
  if (!colorWanted || env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return !['0', 'false'].includes(env.FORCE_COLOR);
  return terminal && env.TERM !== 'dumb';
}
