import { useState } from 'react';
import type { User } from '#domain/accounts.ts';
import { AccountPanel, choicesInSight } from '#tui/components/account-panel.tsx';
import { movesOf } from '#tui/hooks/moves.ts';
import { useAccount } from '#tui/hooks/use-account.tsx';
import { useKeys } from '#tui/hooks/use-keys.ts';
import { useMarked } from '#tui/hooks/use-marked.ts';
import { useNavigation } from '#tui/hooks/use-navigation.tsx';
import { useUndo } from '#tui/hooks/use-undo.ts';
import { DeleteForm, LoginForm, RegisterForm } from './account-forms.tsx';
import { PasswordForm, ProfileForm } from './profile-forms.tsx';
import { SessionsScreen } from './sessions.tsx';

type View = 'menu' | 'login' | 'register' | 'profile' | 'password' | 'sessions' | 'delete';
type Choice = { name: string; choose: () => unknown };

/** Who is here: login, a new account, the profile, the way out. */
export function AccountScreen({ columns, rows }: { columns: number; rows: number }) {
  const { user } = useAccount();
  const { errand, endErrand } = useNavigation();
  const [view, setView] = useState<View>('menu');
  const size = { columns, rows };

  const done = () => {
    setView('menu');
    if (errand) endErrand(true);
  };
  const back = () => setView('menu');
  if (view === 'delete' && user)
    return <DeleteForm {...size} username={user.username} done={done} back={back} />;
  if (view === 'profile' && user) return <ProfileForm {...size} user={user} done={back} back={back} />;
  if (view === 'password' && user) return <PasswordForm {...size} done={back} back={back} />;
  if (view === 'sessions' && user) return <SessionsScreen {...size} back={back} />;
  if (view === 'login' && !user)
    return <LoginForm {...size} reason={errand?.reason} done={done} back={back} />;
  if (view === 'register' && !user)
    return <RegisterForm {...size} reason={errand?.reason} done={done} back={back} />;
  return <Menu {...size} user={user} show={setView} />;
}

type MenuProps = { columns: number; rows: number; user: User | undefined; show: (view: View) => void };

function Menu({ columns, rows, user, show }: MenuProps) {
  const { person, signOut } = useAccount();
  const { ask, errand, endErrand } = useNavigation();
  const undo = useUndo();

  const leaveEverywhere = async () => {
    if (
      await ask('Log out everywhere?', 'Every terminal that is logged in with this account is logged out.')
    ) {
      await signOut(true);
    }
  };
  const choices: Choice[] = user
    ? [
        { name: 'Edit the profile', choose: () => show('profile') },
        { name: 'Change the password', choose: () => show('password') },
        { name: 'Where you are logged in', choose: () => show('sessions') },
        { name: 'Log out', choose: () => signOut(false) },
        { name: 'Log out everywhere', choose: leaveEverywhere },
        { name: 'Delete the account…', choose: () => show('delete') },
      ]
    : [
        { name: 'Log in', choose: () => show('login') },
        { name: 'Create an account', choose: () => show('register') },
      ];
  const { item: choice, ...view } = useMarked(choices, choicesInSight(rows));
  // Whoever came here to buy or to keep a favorite can go back without an account.
  const back = errand ? { back: () => endErrand(false) } : {};
  useKeys('account', { ...movesOf(view.move), choose: () => choice?.choose(), ...undo, ...back });

  return (
    <AccountPanel
      user={user}
      loading={person.state === 'loading'}
      reason={errand?.reason}
      choices={view.rows.map(({ name }) => name)}
      marked={view.marked}
      columns={columns}
      rows={rows}
    />
  );
}
