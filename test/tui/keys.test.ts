import { describe, expect, test, vi } from 'vitest';
import { fitting } from '#tui/components/footer.tsx';
import { helpLines } from '#tui/components/help.tsx';
import { type Actions, createKeyboard, type Layer, type Level } from '#tui/hooks/keyboard.ts';
import { BINDINGS, type Binding, bindingOf, bindingsIn, type Where } from '#tui/keys.ts';

const PLACES = [...new Set(BINDINGS.flatMap(({ where }): readonly Where[] => where))];

describe('the table of keys', () => {
  test.for(PLACES)('gives no key two meanings in %s', (where) => {
    const keys = bindingsIn(where).flatMap((binding) => binding.keys);

    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  const contract: [string, Where, string][] = [
    ...['1', '2', '3', '4', '5'].map((key, at): [string, Where, string] => [
      key,
      'everywhere',
      ['items', 'cart', 'orders', 'favorites', 'account'][at] ?? '',
    ]),
    ...(['items', 'cart', 'orders', 'favorites'] as const).flatMap((where): [string, Where, string][] => [
      ['up', where, 'up'],
      ['k', where, 'up'],
      ['down', where, 'down'],
      ['j', where, 'down'],
      ['pageup', where, 'pageUp'],
      ['pagedown', where, 'pageDown'],
      ['g', where, 'first'],
      ['G', where, 'last'],
      ['u', where, 'undo'],
    ]),
    ['/', 'items', 'search'],
    ['escape', 'search', 'clear'],
    ['s', 'items', 'sort'],
    ['enter', 'items', 'details'],
    ['enter', 'orders', 'details'],
    ['enter', 'cart', 'checkOut'],
    ['a', 'items', 'add'],
    ['+', 'cart', 'more'],
    ['-', 'cart', 'less'],
    ['x', 'cart', 'remove'],
    ['f', 'items', 'favorite'],
    ['f', 'favorites', 'favorite'],
    ['?', 'everywhere', 'help'],
    [':', 'everywhere', 'palette'],
    ['n', 'items', 'again'],
    ['q', 'everywhere', 'quit'],
    ['t', 'everywhere', 'chat'],
    ['escape', 'chat', 'back'],
    ['tab', 'chat', 'toList'],
    ['ctrl+c', 'everywhere', 'leave'],
  ];
  test.for(contract)('%s in %s is %s', ([key, where, action]) => {
    expect(bindingOf(where, key)?.id).toBe(action);
  });

  test('the help names every one of them', () => {
    const told = helpLines(BINDINGS).flatMap(({ binding }) => binding ?? []);

    expect(new Set(told)).toEqual(new Set(BINDINGS));
    expect(told).toHaveLength(BINDINGS.length);
  });
});

describe('the footer', () => {
  const hints = bindingsIn('items').concat(bindingsIn('everywhere'));

  test('leaves out whole hints where they do not fitted, but never help and quit', () => {
    for (const columns of [20, 60, 80, 120, 300]) {
      const said = fitting(hints, columns);
      const width = said.reduce((sum, { key, hint }) => sum + key.length + hint.length + 3, 0);
      expect(width).toBeLessThanOrEqual(columns);
      expect(said.slice(-2)).toMatchObject([
        { key: '?', hint: 'help' },
        { key: 'q', hint: 'quit' },
      ]);
    }
  });
});

describe('the keyboard', () => {
  const aKeyboard = (caught: (error: unknown) => void = () => {}) => {
    const keyboard = createKeyboard(caught);
    const pressed: string[] = [];
    const layer = (where: Where, level: Level, names: (keyof Actions)[], more: Partial<Layer> = {}) => {
      const actions: Actions = {};
      for (const name of names) actions[name] = () => pressed.push(`${where}.${name}`);
      return keyboard.add({ where, level, modal: false, actions, ...more });
    };
    return { keyboard, pressed, layer };
  };

  test('asks the uppermost layer first, whichever came first', () => {
    const { keyboard, pressed, layer } = aKeyboard();
    layer('details', 'view', ['undo', 'back']);
    layer('items', 'screen', ['undo', 'sort']);

    for (const key of ['u', 's', 'escape']) keyboard.press(key);

    expect(pressed).toEqual(['details.undo', 'items.sort', 'details.back']);
  });

  test('lets nothing through a question but Ctrl-C and Ctrl-Z', () => {
    const { keyboard, pressed, layer } = aKeyboard();
    layer('everywhere', 'program', ['leave', 'suspend', 'quit', 'items']);
    layer('items', 'screen', ['undo']);
    const takeOff = layer('question', 'popup', ['yes', 'no'], { modal: true });

    for (const key of ['u', 'q', '1', 'y', 'ctrl+z', 'ctrl+c']) keyboard.press(key);
    takeOff();
    keyboard.press('u');

    expect(pressed).toEqual(['question.yes', 'everywhere.suspend', 'everywhere.leave', 'items.undo']);
  });

  test('gives letters to the field that is typed into, pasted text too', () => {
    const { keyboard, pressed, layer } = aKeyboard();
    const typed: string[] = [];
    layer('everywhere', 'program', ['quit', 'leave']);
    layer('form', 'field', ['submit'], {
      typing: (press) => press.length === 1 && Boolean(typed.push(press)),
      paste: (text) => typed.push(text),
    });

    for (const key of ['q', '1', 'enter', 'ctrl+c']) keyboard.press(key);
    keyboard.paste('a whole text');

    expect(typed).toEqual(['q', '1', 'a whole text']);
    expect(pressed).toEqual(['form.submit', 'everywhere.leave']);
  });

  test('hints say what works now, and whoever listens is told only when that has changed', () => {
    const { keyboard, layer } = aKeyboard();
    layer('everywhere', 'program', ['help', 'quit']);
    const told = vi.fn();
    keyboard.subscribe(told);

    const takeOff = layer('items', 'screen', ['search', 'undo']);
    const withItems = keyboard.hints().map(({ id }) => id);
    keyboard.changed();
    takeOff();

    expect(withItems).toEqual(['search', 'undo', 'help', 'quit']);
    expect(keyboard.hints().map(({ id }) => id)).toEqual(['help', 'quit']);
    expect(told).toHaveBeenCalledTimes(2);
  });

  test('a key that does nothing just now says why, and is no hint', () => {
    const said: string[] = [];
    const keyboard = createKeyboard(
      () => {},
      (why) => said.push(why),
    );
    const reached: string[] = [];
    keyboard.add({
      where: 'items',
      level: 'program',
      modal: false,
      actions: { undo: () => reached.push('below'), sort: () => {} },
    });
    keyboard.add({
      where: 'cart',
      level: 'screen',
      modal: false,
      actions: { undo: { why: 'There is nothing to undo.' } },
    });

    keyboard.press('u');

    expect([said, reached]).toEqual([['There is nothing to undo.'], []]);
    expect(keyboard.hints().map(({ id }) => id)).toEqual(['sort']);
  });

  test('catches what an action throws, at once or later', async () => {
    const caught: unknown[] = [];
    const { keyboard } = aKeyboard((error) => caught.push(error));
    const actions: Actions = {
      undo: () => Promise.reject(new Error('later')),
      sort: () => {
        throw new Error('at once');
      },
    };
    keyboard.add({ where: 'items', level: 'screen', modal: false, actions });

    keyboard.press('u');
    keyboard.press('s');
    await Promise.resolve();
    await Promise.resolve();

    expect(caught.map(String).toSorted()).toEqual(['Error: at once', 'Error: later']);
  });
});

test('every binding says what it does', () => {
  expect(BINDINGS.filter((binding: Binding) => binding.help === '' || binding.keys.length === 0)).toEqual([]);
});
