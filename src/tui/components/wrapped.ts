import wrapAnsi from 'wrap-ansi';
import { cleanLines } from '#domain/foreign.ts';

/** A text of a database, a person or a model as lines of at most `width` cells, broken between words where that goes. */
export function wrapped(text: string, width: number): string[] {
  return wrapAnsi(cleanLines(text).trim(), Math.max(1, width), { hard: true }).split('\n');
}
