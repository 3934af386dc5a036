import { Box } from 'ink';
import type { Query } from '#tui/hooks/query.ts';
import type { OwnLogin } from '#tui/hooks/use-sessions.ts';
import { Empty } from './empty.tsx';
import { fitted } from './foreign.tsx';
import { List } from './list.tsx';
import { timeWords } from './order-lines.tsx';
import { Panel } from './panel.tsx';

type Props = {
  logins: Query<readonly OwnLogin[]>;
  rows: readonly OwnLogin[];
  marked: number;
  position: number;
  columns: number;
  height: number;
};

const TIME = 16;

/** Where the person is logged in: the machine, since when, and when it was last used. */
export function SessionList({ logins, rows, marked, position, columns, height }: Props) {
  const width = columns - 4;
  const count = logins.state === 'ready' ? logins.data.length : 0;
  return (
    <Panel
      title="Logins"
      note={count > 0 ? `${position} of ${count}` : ''}
      width={columns}
      height={height}
      active
    >
      {rows.length > 0 ? (
        <List
          head={cells(['Machine', 'Since', 'Last used'], width)}
          rows={rows.map((login) => ({ key: login.id, text: cells(wordsOf(login), width) }))}
          marked={marked}
        />
      ) : (
        <Box flexGrow={1}>
          <Empty text="Looking where you are logged in…" />
        </Box>
      )}
    </Panel>
  );
}

const wordsOf = ({ device, current, startedAt, lastSeenAt }: OwnLogin): string[] => [
  `${device ?? 'unknown'}${current ? ' (here)' : ''}`,
  timeWords(startedAt),
  timeWords(lastSeenAt),
];

const cells = ([machine = '', since = '', used = '']: string[], width: number): string =>
  [fitted(machine, width - 2 - 2 * (TIME + 1)), fitted(since, TIME), fitted(used, TIME)].join(' ');
