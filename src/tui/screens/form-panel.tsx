import { Box, Text } from 'ink';
import type { Profile } from '#domain/account-fields.ts';
import { ShopError } from '#domain/errors.ts';
import { Form } from '#tui/components/form.tsx';
import type { FieldWish } from '#tui/components/form-state.ts';
import { Panel } from '#tui/components/panel.tsx';
import type { useForm } from '#tui/hooks/use-form.ts';

type Props = {
  title: string;
  /** What the person came for, or what the form does. */
  reason?: string | undefined;
  form: ReturnType<typeof useForm>['form'];
  busy: boolean;
  columns: number;
  rows: number;
};

/** A form as a whole screen. */
export function FormPanel({ title, reason, form, busy, columns, rows }: Props) {
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

const OPTIONAL = 'may stay empty';

/** The fields of a profile. */
export const PROFILE = [
  { name: 'firstName', label: 'First name', placeholder: OPTIONAL },
  { name: 'lastName', label: 'Last name', placeholder: OPTIONAL },
  { name: 'email', label: 'E-mail', placeholder: OPTIONAL },
  { name: 'phone', label: 'Phone', placeholder: OPTIONAL },
  { name: 'country', label: 'Country', placeholder: OPTIONAL },
  { name: 'city', label: 'City', placeholder: OPTIONAL },
] as const satisfies readonly (FieldWish & { name: keyof Profile })[];

/** A refusal that stands beside the field that it is about. */
export const missing = (field: string, message: string) =>
  new ShopError('usage', message, { details: { field } });
