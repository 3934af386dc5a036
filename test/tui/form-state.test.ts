import { expect, test } from 'vitest';
import {
  type FormAction,
  type FormState,
  formReducer,
  isTyping,
  openForm,
  valuesOf,
} from '#tui/components/form-state.ts';

const anEmptyForm = () =>
  openForm([
    { name: 'username', label: 'Username' },
    { name: 'password', label: 'Password', secret: true },
  ]);
const following = (form: FormState, ...actions: FormAction[]) => actions.reduce(formReducer, form);
const press = (key: string): FormAction => ({ type: 'press', press: key });

test('letters go into the field that has the cursor, and stay there', () => {
  const form = following(
    anEmptyForm(),
    press('a'),
    press('n'),
    { type: 'next' },
    press('?'),
    { type: 'previous' },
    press('n'),
  );

  expect(valuesOf(form)).toEqual({ username: 'ann', password: '?' });
});

test('the last field leads to the first, and back', () => {
  expect(following(anEmptyForm(), { type: 'next' }, { type: 'next' }).at).toBe(0);
  expect(following(anEmptyForm(), { type: 'previous' }).at).toBe(1);
});

test('a refusal goes to its field and is gone when that is changed', () => {
  const refused = following(
    anEmptyForm(),
    { type: 'next' },
    { type: 'refused', message: 'Taken.', field: 'username' },
  );
  const corrected = following(refused, press('x'));

  expect([refused.at, refused.fields[0]?.error, refused.error]).toEqual([0, 'Taken.', '']);
  expect(corrected.fields[0]?.error).toBe('');
});

test('a refusal of the whole form is told below it', () => {
  const form = following(anEmptyForm(), { type: 'refused', message: 'Wrong username or password.' });

  expect([form.error, form.fields.map(({ error }) => error)]).toEqual([
    'Wrong username or password.',
    ['', ''],
  ]);
});

test('a paste is written as one line', () => {
  expect(valuesOf(following(anEmptyForm(), { type: 'paste', text: 'an\nn' }))).toMatchObject({
    username: 'an n',
  });
});

test('keys that a form needs for itself are no text', () => {
  expect(['a', '?', ' ', '本', 'left', 'backspace', 'ctrl+u'].map(isTyping)).toEqual(Array(7).fill(true));
  expect(['enter', 'escape', 'tab', 'up', 'down', 'ctrl+c', 'ctrl+z'].map(isTyping)).toEqual(
    Array(7).fill(false),
  );
});
