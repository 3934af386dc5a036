import { useState } from 'react';
import type { Command } from '#tui/components/commands.ts';
import { Help, type HelpLine, helpLines, lineOf } from '#tui/components/help.tsx';
import { edited } from '#tui/components/text-edit.ts';
import type { Act } from '#tui/hooks/keyboard.ts';
import { movesOf } from '#tui/hooks/moves.ts';
import { useKeyboard, useKeys } from '#tui/hooks/use-keys.ts';
import { useMarked } from '#tui/hooks/use-marked.ts';
import { useTyping } from '#tui/hooks/use-typing.ts';

type Props = { commands: readonly Command[]; columns: number; rows: number; close: () => void };

/** Every key there is, in chapters or searched for; Enter does what is marked, where it can be done. */
export function HelpScreen({ commands, columns, rows, close }: Props) {
  const { bindings } = useKeyboard();
  const [line, setLine] = useState(edited(''));
  const [searching, setSearching] = useState(false);
  const lines = helpLines(bindings, line.text);
  const keys = lines.filter(({ binding }) => binding !== undefined);
  const searched = searching || line.text !== '';
  const room = Math.max(1, rows - 2 - (searched ? 1 : 0));
  const view = useMarked(keys, room);

  const typing = useTyping((change) => {
    setLine(change);
    view.move('first');
  });
  const clear = () => {
    setLine(edited(''));
    setSearching(false);
  };
  useKeys(
    'help',
    {
      ...movesOf(view.move),
      run: actOf(view.item, commands, close),
      search: () => setSearching(true),
      close: searched ? clear : close,
    },
    { level: 'popup', modal: true },
  );
  useKeys(
    'search',
    { keep: () => setSearching(false), clear },
    { level: 'popup', modal: true, active: searching, ...typing },
  );
  return (
    <Help
      lines={lines}
      marked={view.item ? lineOf(lines, view.item) : -1}
      search={searched ? { line, typing: searching } : undefined}
      columns={columns}
      rows={rows}
    />
  );
}

function actOf(line: HelpLine | undefined, commands: readonly Command[], close: () => void): Act {
  if (!line) return { why: 'Nothing is marked.' };
  const command = commands.find(({ binding }) => binding === line.binding);
  if (!command) return { why: `That works elsewhere: ${line.chapter}.` };
  return () => {
    close();
    command.run();
  };
}
