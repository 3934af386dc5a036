import cliTruncate from 'cli-truncate';
import { Text, type TextProps } from 'ink';
import stringWidth from 'string-width';
import { cleanText } from '#domain/foreign.ts';

/** Shows a foreign text (database, person) so that it can do nothing to the terminal. */
export function Foreign({ text, ...style }: { text: string } & Omit<TextProps, 'children'>) {
  return <Text {...style}>{cleanText(text)}</Text>;
}

/** The text, cleaned, and cut or filled to exactly `width` cells; a wide character takes two. */
export function fitted(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  if (width <= 0) return '';
  const line = cleanText(text);
  const cut = stringWidth(line) > width ? cliTruncate(line, width) : line;
  const blank = ' '.repeat(Math.max(0, width - stringWidth(cut)));
  return align === 'right' ? blank + cut : cut + blank;
}
