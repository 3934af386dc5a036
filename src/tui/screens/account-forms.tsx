import type { FieldWish } from '#tui/components/form-state.ts';
import { useAccount } from '#tui/hooks/use-account.tsx';
import { useForm } from '#tui/hooks/use-form.ts';
import { FormPanel, missing, PROFILE } from './form-panel.tsx';

type Props = {
  columns: number;
  rows: number;
  /** What the person came for, if it was something else. */
  reason?: string | undefined;
  done: () => void;
  back: () => void;
};

const LOGIN: readonly FieldWish[] = [
  { name: 'username', label: 'Username' },
  { name: 'password', label: 'Password', secret: true },
];

const REGISTER: readonly FieldWish[] = [
  { name: 'username', label: 'Username' },
  { name: 'password', label: 'Password', secret: true },
  { name: 'repeated', label: 'Again', secret: true },
  ...PROFILE,
];

export function LoginForm({ columns, rows, reason, done, back }: Props) {
  const { signIn } = useAccount();
  const { form, busy } = useForm({
    fields: LOGIN,
    back,
    send: async ({ username = '', password = '' }) => {
      if (username.trim() === '') throw missing('username', 'Who are you? Type your username.');
      await signIn({ username, password });
      done();
    },
  });
  return <FormPanel title="Log in" reason={reason} form={form} busy={busy} columns={columns} rows={rows} />;
}

export function RegisterForm({ columns, rows, reason, done, back }: Props) {
  const { register } = useAccount();
  const { form, busy } = useForm({
    fields: REGISTER,
    back,
    send: async ({ username = '', password = '', repeated, ...profile }) => {
      if (password !== repeated) throw missing('repeated', 'The two passwords differ.');
      await register({ username, password, ...profile });
      done();
    },
  });
  return (
    <FormPanel
      title="Create an account"
      reason={reason}
      form={form}
      busy={busy}
      columns={columns}
      rows={rows}
    />
  );
}

export function DeleteForm({ columns, rows, username, done, back }: Props & { username: string }) {
  const { deleteAccount } = useAccount();
  const { form, busy } = useForm({
    fields: [{ name: 'confirm', label: 'Username', placeholder: username }],
    back,
    send: async ({ confirm = '' }) => {
      await deleteAccount(confirm);
      done();
    },
  });
  const reason =
    'This deletes your account with all its orders and favorites, for good. Type your username to go on.';
  return (
    <FormPanel
      title="Delete the account"
      reason={reason}
      form={form}
      busy={busy}
      columns={columns}
      rows={rows}
    />
  );
}
