import { Box, Text } from 'ink';
import stringWidth from 'string-width';
import type { Field, FormState } from './form-state.ts';
import { TextField } from './text-field.tsx';
import { useTheme } from './theme-context.ts';

type Props = { form: FormState; columns: number; rows: number };

const LABEL = 14;
const WIDEST_FIELD = 60;

/** Fields below each other; what is wrong stands beside its field, or right below it where that is too narrow. */
export function Form({ form, columns, rows }: Props) {
  const theme = useTheme();
  const width = Math.min(WIDEST_FIELD, columns - LABEL - 3);
  const beside = columns - LABEL - 3 - width - 2;
  const fields = theme.linear ? form.fields : inSight(form, rows - (form.error ? 2 : 0), beside);
  return (
    <Box flexDirection="column" flexShrink={0}>
      {fields.map((field) => (
        <FieldRow
          key={field.name}
          field={field}
          focused={field === form.fields[form.at]}
          width={width}
          beside={beside}
        />
      ))}
      {form.error !== '' && (
        <Box marginTop={1}>
          <Text color={theme.bad} bold>
            ✗ {form.error}
          </Text>
        </Box>
      )}
    </Box>
  );
}

type RowProps = { field: Field; focused: boolean; width: number; beside: number };

function FieldRow({ field, focused, width, beside }: RowProps) {
  const theme = useTheme();
  const wrong = field.error && (
    <Text color={theme.bad} bold>
      ✗ {field.error}
    </Text>
  );
  const fits = stringWidth(field.error) + 2 <= beside;
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Box>
        <Text bold={focused}>{`${focused ? '› ' : '  '}${field.label.padEnd(LABEL)} `}</Text>
        <TextField
          value={field.line}
          width={width}
          focused={focused}
          secret={field.secret}
          placeholder={field.placeholder}
        />
        {wrong && fits && <Box marginLeft={2}>{wrong}</Box>}
      </Box>
      {wrong && !fits && <Box marginLeft={LABEL + 3}>{wrong}</Box>}
    </Box>
  );
}

/** The fields around the one that is typed into, as many as there are rows for. */
function inSight({ fields, at }: FormState, rows: number, beside: number): readonly Field[] {
  const high = (field: Field) => 1 + (field.error && stringWidth(field.error) + 2 > beside ? 2 : 0);
  let [from, to] = [at, at + 1];
  let left = rows - high(fields[at] as Field);
  for (let grown = true; grown; ) {
    grown = false;
    const [above, below] = [fields[from - 1], fields[to]];
    if (above && high(above) <= left) {
      left -= high(above);
      from -= 1;
      grown = true;
    }
    if (below && high(below) <= left) {
      left -= high(below);
      to += 1;
      grown = true;
    }
  }
  return fields.slice(from, to);
}
