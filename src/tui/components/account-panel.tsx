import { Box, Text } from 'ink';
import type { User } from '#domain/accounts.ts';
import { cleanText } from '#domain/foreign.ts';
import { Fact } from './details.tsx';
import { fitted } from './foreign.tsx';
import { List } from './list.tsx';
import { Panel } from './panel.tsx';

type Props = {
  user: User | undefined;
  loading: boolean;
  reason: string | undefined;
  choices: readonly string[];
  marked: number;
  columns: number;
  rows: number;
};

/** What the profile takes in the panel, and the blank row below it. */
const PROFILE_ROWS = 6;

/** How many choices are in sight at once. */
export const choicesInSight = (rows: number): number => Math.max(1, rows - 2 - PROFILE_ROWS);

/** The profile of whoever is logged in, and what can be done. */
export function AccountPanel({ user, loading, reason, choices, marked, columns, rows }: Props) {
  const width = Math.min(40, columns - 4);
  return (
    <Panel
      title="Account"
      note={user?.role === 'operator' ? 'operator' : ''}
      width={columns}
      height={rows}
      active
    >
      {user ? <Profile user={user} /> : <Text>{greeting(loading, reason)}</Text>}
      <Box marginTop={1}>
        <List rows={choices.map((name) => ({ key: name, text: fitted(name, width - 2) }))} marked={marked} />
      </Box>
    </Panel>
  );
}

const greeting = (
  loading: boolean,
  reason = 'You are not logged in. Buying and favorites need an account.',
) => (loading ? 'Looking who is here…' : reason);

function Profile({ user }: { user: User }) {
  const name = [user.firstName, user.lastName].filter(Boolean).join(' ');
  const place = [user.city, user.country].filter(Boolean).join(', ');
  const facts: [string, string][] = [
    ['Username', user.username],
    ['Name', name],
    ['E-mail', user.email ?? ''],
    ['Phone', user.phone ?? ''],
    ['Place', place],
  ];
  return (
    <Box flexDirection="column" flexShrink={0}>
      {facts.map(([label, value]) => (
        <Fact key={label} name={label}>
          {value ? cleanText(value) : '–'}
        </Fact>
      ))}
    </Box>
  );
}
