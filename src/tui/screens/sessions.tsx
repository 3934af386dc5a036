import { SessionList } from '#tui/components/session-list.tsx';
import type { Act } from '#tui/hooks/keyboard.ts';
import { movesOf } from '#tui/hooks/moves.ts';
import { dataOf } from '#tui/hooks/query.ts';
import { useKeys } from '#tui/hooks/use-keys.ts';
import { useMarked } from '#tui/hooks/use-marked.ts';
import { useNavigation } from '#tui/hooks/use-navigation.tsx';
import { useSessions } from '#tui/hooks/use-sessions.ts';

/** Where the person is logged in; any of these logins can be ended. */
export function SessionsScreen({ columns, rows, back }: { columns: number; rows: number; back: () => void }) {
  const { logins, end } = useSessions();
  const { ask } = useNavigation();
  const { item: login, ...view } = useMarked(dataOf(logins) ?? [], rows - 3);
  const endIt: Act = login
    ? async () => {
        const words = login.current ? 'Log out here?' : `End the login on ${login.device ?? 'that machine'}?`;
        if (await ask(words)) await end(login);
      }
    : { why: 'Nothing is marked.' };
  useKeys('sessions', { ...movesOf(view.move), endSession: endIt, back });
  return <SessionList logins={logins} {...view} columns={columns} height={rows} />;
}
