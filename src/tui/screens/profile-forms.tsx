import type { User } from '#domain/accounts.ts';
import type { FieldWish } from '#tui/components/form-state.ts';
import { useAccount } from '#tui/hooks/use-account.tsx';
import { useForm } from '#tui/hooks/use-form.ts';
import { FormPanel, missing, PROFILE } from './form-panel.tsx';

type Props = { columns: number; rows: number; done: () => void; back: () => void };

/** What the account knows of the person, to be changed; an emptied field is forgotten. */
export function ProfileForm({ columns, rows, user, done, back }: Props & { user: User }) {
  const { changeProfile } = useAccount();
  const { form, busy } = useForm({
    fields: PROFILE.map((field) => ({ ...field, value: user[field.name] ?? '' })),
    back,
    send: async (values) => {
      await changeProfile(values);
      done();
    },
  });
  return <FormPanel title="Edit the profile" form={form} busy={busy} columns={columns} rows={rows} />;
}

const PASSWORD: readonly FieldWish[] = [
  { name: 'oldPassword', label: 'Old password', secret: true },
  { name: 'newPassword', label: 'New password', secret: true },
  { name: 'repeated', label: 'Again', secret: true },
];

export function PasswordForm({ columns, rows, done, back }: Props) {
  const { changePassword } = useAccount();
  const { form, busy } = useForm({
    fields: PASSWORD,
    back,
    send: async ({ oldPassword = '', newPassword = '', repeated }) => {
      if (newPassword !== repeated) throw missing('repeated', 'The two passwords differ.');
      await changePassword({ oldPassword, newPassword });
      done();
    },
  });
  return (
    <FormPanel
      title="Change the password"
      reason="Every other login of this account ends."
      form={form}
      busy={busy}
      columns={columns}
      rows={rows}
    />
  );
}
