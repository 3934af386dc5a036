import { Box, Text } from 'ink';
import { ShopError } from '#domain/errors.ts';
import { Form } from '#tui/components/form.tsx';
import type { FieldWish } from '#tui/components/form-state.ts';
import { Panel } from '#tui/components/panel.tsx';
import { useAccount } from '#tui/hooks/use-account.tsx';
import { useForm } from '#tui/hooks/use-form.ts';

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

const OPTIONAL = 'may stay empty';

const REGISTER: readonly FieldWish[] = [
  { name: 'username', label: 'Username' },
  { name: 'password', label: 'Password', secret: true },
  { name: 'repeated', label: 'Again', secret: true },
  { name: 'firstName', label: 'First name', placeholder: OPTIONAL },
  { name: 'lastName', label: 'Last name', placeholder: OPTIONAL },
  { name: 'email', label: 'E-mail', placeholder: OPTIONAL },
  { name: 'phone', label: 'Phone', placeholder: OPTIONAL },
  { name: 'country', label: 'Country', placeholder: OPTIONAL },
  { name: 'city', label: 'City', placeholder: OPTIONAL },
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

type PanelProps = Pick<Props, 'columns' | 'rows' | 'reason'> & {
  title: string;
  form: ReturnType<typeof useForm>['form'];
  busy: boolean;
};

function FormPanel({ title, reason, form, busy, columns, rows }: PanelProps) {
  // In a low terminal the fields need every row.
  const roomy = rows >= 16;
  return (
    <Panel title={title} foot={busy ? 'one moment…' : ''} width={columns} height={rows} active>
      {reason && (
        <Box marginBottom={roomy ? 1 : 0} flexShrink={0}>
          <Text>{reason}</Text>
        </Box>
      )}
      <Form form={form} columns={columns - 4} rows={rows - 2 - (reason ? 2 : 0) - (roomy ? 1 : 0)} />
    </Panel>
  );
}

const missing = (field: string, message: string) => new ShopError('usage', message, { details: { field } });
