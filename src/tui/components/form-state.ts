import { textOf } from '#tui/press.ts';
import { type Edited, edit, edited, inserted } from './text-edit.ts';

export type FieldWish = {
  name: string;
  label: string;
  value?: string;
  secret?: boolean;
  /** What may be left out says so. */
  placeholder?: string;
};

export type Field = Required<FieldWish> & { line: Edited; error: string };
export type FormState = { fields: readonly Field[]; at: number; error: string };

export type FormAction =
  | { type: 'press'; press: string }
  | { type: 'paste'; text: string }
  | { type: 'next' }
  | { type: 'previous' }
  | { type: 'refused'; message: string; field?: string | undefined };

export const openForm = (wishes: readonly FieldWish[]): FormState => ({
  at: 0,
  error: '',
  fields: wishes.map((wish) => ({
    value: '',
    secret: false,
    placeholder: '',
    ...wish,
    line: edited(wish.value ?? ''),
    error: '',
  })),
});

/** The form after an action. A refusal moves to the field that it is about, and says there what is wrong. */
export function formReducer(state: FormState, action: FormAction): FormState {
  switch (action.type) {
    case 'press':
      return written(state, (line) => lineAfter(line, action.press));
    case 'paste':
      return written(state, (line) => inserted(line, action.text));
    case 'next':
      return { ...state, at: (state.at + 1) % state.fields.length };
    case 'previous':
      return { ...state, at: (state.at + state.fields.length - 1) % state.fields.length };
    case 'refused':
      return refused(state, action.message, action.field);
  }
}

/** What was typed, by name. */
export const valuesOf = (state: FormState): Record<string, string> =>
  Object.fromEntries(state.fields.map(({ name, line }) => [name, line.text]));

/** Whether a press is for the field: text or an editing key. */
export const isTyping = (press: string): boolean => lineAfter(edited(''), press) !== undefined;

function lineAfter(line: Edited, press: string): Edited | undefined {
  const text = textOf(press);
  return text === undefined ? edit(line, press) : inserted(line, text);
}

function written(state: FormState, change: (line: Edited) => Edited | undefined): FormState {
  const fields = state.fields.map((field, index) => {
    const line = index === state.at ? change(field.line) : undefined;
    return line ? { ...field, line, error: line.text === field.line.text ? field.error : '' } : field;
  });
  return { ...state, fields, error: '' };
}

function refused(state: FormState, message: string, name: string | undefined): FormState {
  const index = state.fields.findIndex((field) => field.name === name);
  if (index < 0) return { ...state, error: message };
  const fields = state.fields.map((field, at) => ({ ...field, error: at === index ? message : '' }));
  return { ...state, fields, at: index, error: '' };
}
