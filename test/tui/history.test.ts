import { expect, test } from 'vitest';
import { createHistory } from '#tui/hooks/history.ts';

const aChange = (undone: string) => ({ undone, back: async () => {} });

test('the last change comes back first, each once', () => {
  const history = createHistory();
  history.remember(aChange('one'));
  history.remember(aChange('two'));

  expect([history.take(), history.take(), history.take()].map((change) => change?.undone)).toEqual([
    'two',
    'one',
    undefined,
  ]);
});

test('what was bought cannot be undone', () => {
  const history = createHistory();
  history.remember(aChange('one'));

  history.forget();

  expect(history.take()).toBeUndefined();
});
