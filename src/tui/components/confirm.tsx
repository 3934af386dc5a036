import { Box, Text } from 'ink';
import stringWidth from 'string-width';
import { cleanText } from '#domain/foreign.ts';
import { Popup } from './popup.tsx';

type Props = { text: string; detail?: string | undefined; columns: number; rows: number };

const WIDEST = 64;

/** A yes-or-no question. The keys are the screen's business. */
export function Confirm({ text, detail = '', columns, rows }: Props) {
  const width = Math.min(WIDEST, columns - 4);
  const lines = linesOf(text, width - 4) + (detail ? linesOf(detail, width - 4) : 0);
  return (
    <Popup title="Sure?" columns={columns} rows={rows} width={width} height={lines + 4}>
      <Text bold>{cleanText(text)}</Text>
      {detail !== '' && <Text>{cleanText(detail)}</Text>}
      <Box marginTop={1}>
        <Text>
          <Text bold>y</Text>
          {' yes   '}
          <Text bold>n</Text>
          {' no'}
        </Text>
      </Box>
    </Popup>
  );
}

/** How many rows the text takes when its words are put into lines of `width` cells. */
function linesOf(text: string, width: number): number {
  let lines = 1;
  let filled = 0;
  for (const word of cleanText(text).split(' ')) {
    const wide = stringWidth(word);
    const fits = filled === 0 || filled + 1 + wide <= width;
    lines += fits ? 0 : 1;
    filled = fits ? filled + (filled > 0 ? 1 : 0) + wide : wide;
  }
  return lines;
}
