import { describe, expect, test } from 'vitest';
import { ShopError } from '#domain/errors.ts';
import { type Change, createHistory } from '#tui/hooks/history.ts';

const aChange = (name: string): Change => ({
  undo: async () => `${name} undone`,
  redo: async () => `${name} again`,
});
const refusing = (kind: ShopError['kind']): Change => {
  const refuse = () => Promise.reject(new ShopError(kind, 'No.'));
  return { undo: refuse, redo: refuse };
};

describe('the history', () => {
  test('takes changes back, the last one first, and makes them again the other way round', async () => {
    const history = createHistory();
    history.remember(aChange('one'));
    history.remember(aChange('two'));

    const said = [await history.undo(), await history.undo(), await history.undo()];
    said.push(await history.redo(), await history.redo(), await history.redo());

    expect(said).toEqual(['two undone', 'one undone', undefined, 'one again', 'two again', undefined]);
  });

  test('a new change ends what could have been made again', async () => {
    const history = createHistory();
    history.remember(aChange('one'));
    await history.undo();

    history.remember(aChange('two'));

    expect(history.reach()).toEqual({ undo: true, redo: false });
  });

  test('what was bought cannot be undone', async () => {
    const history = createHistory();
    history.remember(aChange('one'));

    history.forget();

    expect(await history.undo()).toBeUndefined();
  });

  test('a refused change does not stand in the way of those before it', async () => {
    const history = createHistory();
    history.remember(aChange('one'));
    history.remember(refusing('conflict'));

    await expect(history.undo()).rejects.toThrow('No.');

    expect(await history.undo()).toBe('one undone');
  });

  test('what a lost database has kept from being undone can be undone later', async () => {
    const history = createHistory();
    history.remember(refusing('unavailable'));

    await expect(history.undo()).rejects.toThrow('No.');

    expect(history.reach()).toEqual({ undo: true, redo: false });
    await expect(history.undo()).rejects.toThrow('No.');
  });

  test('whoever listens hears when there is something to undo, and when there is no more', async () => {
    const history = createHistory();
    const heard: unknown[] = [];
    history.subscribe(() => heard.push(history.reach()));

    history.remember(aChange('one'));
    history.remember(aChange('two'));
    history.forget();

    expect(heard).toEqual([
      { undo: true, redo: false },
      { undo: false, redo: false },
    ]);
  });
});
