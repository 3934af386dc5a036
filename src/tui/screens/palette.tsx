import { Box, Text } from 'ink';
import { useState } from 'react';
import { CommandRow } from '#tui/components/command-row.tsx';
import { type Command, keysOf, matching } from '#tui/components/commands.ts';
import { Popup } from '#tui/components/popup.tsx';
import { SearchLine } from '#tui/components/search-line.tsx';
import { edited } from '#tui/components/text-edit.ts';
import { movesOf } from '#tui/hooks/moves.ts';
import { useKeys } from '#tui/hooks/use-keys.ts';
import { useMarked } from '#tui/hooks/use-marked.ts';
import { useRows } from '#tui/hooks/use-mouse.ts';
import { useTyping } from '#tui/hooks/use-typing.ts';

type Props = { commands: readonly Command[]; columns: number; rows: number; close: () => void };

const WIDEST = 100;

/** Every action by name: a few letters find it, Enter does it. */
export function Palette({ commands, columns, rows, close }: Props) {
  const [line, setLine] = useState(edited(''));
  const found = matching(line.text, commands);
  const width = Math.min(WIDEST, columns - 4);
  const height = Math.max(1, Math.min(commands.length, rows - 4));
  const view = useMarked(found, height);
  // What is typed finds other commands: the first of them is meant.
  const typing = useTyping((change) => {
    setLine(change);
    view.move('first');
  });
  const ref = useRows({ level: 'popup' });
  const run = () => {
    if (!view.item) return;
    close();
    view.item.run();
  };
  useKeys('palette', { ...movesOf(view.move), run, close }, { level: 'popup', modal: true, ...typing });
  return (
    <Popup title="Commands" columns={columns} rows={rows} width={width} height={height + 3}>
      <SearchLine line={line} typing columns={width - 4} sign=":" />
      <Box ref={ref} flexDirection="column">
        {view.rows.map(({ binding, why }, at) => (
          <CommandRow
            key={`${binding.where[0]} ${binding.id}`}
            keys={keysOf(binding)}
            text={binding.help}
            why={why}
            marked={at === view.marked}
            width={width - 4}
          />
        ))}
        {found.length === 0 && <Text dimColor>{'  Nothing is called so.'}</Text>}
      </Box>
    </Popup>
  );
}
