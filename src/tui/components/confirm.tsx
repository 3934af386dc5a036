import { Box, Text } from 'ink';
import { cleanText } from '#domain/foreign.ts';
import { Popup } from './popup.tsx';

type Props = { text: string; detail?: string | undefined; columns: number; rows: number };

/** A yes-or-no question. The keys are the screen's business. */
export function Confirm({ text, detail = '', columns, rows }: Props) {
  return (
    <Popup
      title="Sure?"
      columns={columns}
      rows={rows}
      width={Math.min(64, columns - 4)}
      height={detail ? 9 : 7}
    >
      <Box flexDirection="column" flexGrow={1}>
        <Text bold>{cleanText(text)}</Text>
        {detail !== '' && <Text>{cleanText(detail)}</Text>}
      </Box>
      <Text>
        <Text bold>y</Text> yes <Text bold>n</Text> no
      </Text>
    </Popup>
  );
}
