import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import stringWidth from 'string-width';
import { describe, expect } from 'vitest';
import { seedSample } from '#db/seed.ts';
import { someItems } from '#test/given.ts';
import { type Shopper, test } from '#test/run-shop.ts';
import type { TestTerminal } from '#test/terminal.ts';
import { openShell, openTui, shopCommand } from '#test/tui.ts';
import type { Key } from '#test/watch.ts';

/** A shell that had something on its screen before the shop was started in it. */
async function shopInShell(shopper: Shopper, env: Record<string, string> = {}): Promise<TestTerminal> {
  const terminal = await openShell(shopper, { env });
  terminal.press('stty -a > ~/before; echo kept', 'Enter');
  await terminal.waitFor(/^kept$/m);
  terminal.press(shopCommand('tui'), 'Enter');
  await terminal.waitFor('1 of 10');
  expect(terminal.alternate()).toBe(true);
  return terminal;
}

/** What the shell's terminal is like, once its prompt is back: exit code, screen, modes. */
async function afterwards(terminal: TestTerminal, shopper: Shopper) {
  await terminal.waitFor((screen) => !terminal.alternate() && screen.endsWith('prompt>'), 'the prompt again');
  terminal.press('echo "code $?"; stty -a > ~/after', 'Enter');
  const screen = await terminal.waitFor(/^code \d+$/m);
  terminal.press('echo settled', 'Enter');
  await terminal.waitFor(/^settled$/m);
  const [before, after] = await Promise.all(
    ['before', 'after'].map((name) => readFile(join(shopper.home, name), 'utf8')),
  );
  return {
    code: Number(/^code (\d+)$/m.exec(screen)?.[1]),
    kept: /^kept$/m.test(screen),
    cursorShown: terminal.cursor().visible,
    modesAsBefore: before === after,
    screen,
  };
}

const RESTORED = { kept: true, cursorShown: true, modesAsBefore: true };

describe('the terminal is as it was', () => {
  const keys: [string, Key, number][] = [
    ['q', 'q', 0],
    ['Ctrl-C', 'Ctrl-C', 130],
  ];
  test.for(keys)('after %s', async ([, key, code], { db, shopper }) => {
    await seedSample(db, { demoPasswords: false });
    await using terminal = await shopInShell(shopper);

    terminal.press(key);

    expect(await afterwards(terminal, shopper)).toMatchObject({ ...RESTORED, code });
  });

  const signals: [NodeJS.Signals, number][] = [
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ];
  test.for(signals)('after %s', async ([signal, code], { db, shopper }) => {
    await seedSample(db, { demoPasswords: false });
    await using terminal = await shopInShell(shopper);

    process.kill(await pidOf(terminal), signal);

    expect(await afterwards(terminal, shopper)).toMatchObject({ ...RESTORED, code });
  });

  test('after a fault of ours, which is told in one line, with the place of the log', async ({
    db,
    shopper,
  }) => {
    await seedSample(db, { demoPasswords: false });
    const fault = join(shopper.home, 'fault.mjs');
    await writeFile(fault, "process.on('SIGUSR2', () => { throw new Error('boom'); });");
    await using terminal = await shopInShell(shopper, { NODE_OPTIONS: `--import=${fault}` });

    process.kill(await pidOf(terminal), 'SIGUSR2');

    const { screen, ...found } = await afterwards(terminal, shopper);
    expect(found).toMatchObject({ ...RESTORED, code: 1 });
    expect(screen.replace(/\n/g, '')).toContain(join(shopper.home, 'shop.log'));
    expect(screen).not.toContain('boom');
    expect(await readFile(join(shopper.home, 'shop.log'), 'utf8')).toContain('boom');
  });

  test('while Ctrl-Z has stopped the shop, and fg brings it back as it was left', async ({ db, shopper }) => {
    await seedSample(db, { demoPasswords: false });
    await using terminal = await shopInShell(shopper);
    terminal.press('/', ...'item 1');
    await terminal.waitFor('1 of 2');

    terminal.press('Ctrl-Z');
    await terminal.waitFor('Stopped');
    expect([terminal.alternate(), terminal.cursor().visible]).toEqual([false, true]);
    terminal.press('echo in between', 'Enter');
    await terminal.waitFor(/^in between$/m);
    terminal.press('fg', 'Enter');
    await terminal.waitFor(() => terminal.alternate(), 'the shop again');
    await terminal.waitFor(/\/ item 1[\s\S]*› Item 1 /);
    terminal.press('0');
    await terminal.waitFor('1 of 1');
    terminal.press('Esc');
    await terminal.waitFor('1 of 10');
    terminal.press('q');

    expect(await afterwards(terminal, shopper)).toMatchObject({ ...RESTORED, code: 0 });
  });
});

/** The process of the shop that runs in the shell. */
async function pidOf(terminal: TestTerminal): Promise<number> {
  const { stdout } = await execa('ps', ['-o', 'pid=', '--ppid', String(terminal.pid)]);
  return Number(stdout.trim());
}

const sizes = [
  [60, 16],
  [80, 24],
  [120, 40],
  [200, 60],
  [300, 100],
] as const;

test.for(sizes)('every screen keeps its shape at %ix%i', async ([columns, rows], { db, shopper }) => {
  await someItems(db, [
    { name: 'Plain', stock: 0 },
    { name: '日本の湯呑み 🍵 with a name that goes on for much longer than any terminal would like it to' },
    ...Array.from({ length: 120 }, (_, at) => ({
      name: `Thing ${at}`,
      description: 'long words '.repeat(40),
    })),
  ]);
  await using terminal = await openTui(shopper, { columns, rows });
  await terminal.waitFor('1 of 122');

  for (const [key, name] of Object.entries({
    2: 'Cart',
    3: 'Orders',
    4: 'Favorites',
    5: 'Account',
    1: 'Items',
  })) {
    terminal.press(key);
    const screen = await terminal.waitFor(`╭─ ${name} ─`);
    expectWholeFrame(screen, columns, rows);
  }
  terminal.press('1', 'j', 'a', 'Enter');
  expectWholeFrame(await terminal.waitFor(/╭─ Details [\s\S]*In cart {5}1 ·/), columns, rows);
  terminal.press('?');
  expectWholeFrame(await terminal.waitFor('╭─ Keys ─'), columns, rows);
});

/** The frame fills the terminal exactly: header above, keys below, straight borders on both sides between them. */
function expectWholeFrame(screen: string, columns: number, rows: number) {
  const lines = screen.split('\n');
  expect(lines).toHaveLength(rows);
  expect(lines.at(-1)).toMatch(/help|close/);
  const body = lines.filter((line) => /^[╭│╰]/.test(line));
  expect(body).toHaveLength(rows - (columns >= 90 ? 3 : 4));
  for (const line of body)
    expect([line, stringWidth(line)]).toEqual([expect.stringMatching(/[╮│╯]$/), columns]);
}

test('too small a terminal says so, and nothing that was typed is lost', async ({ db, shopper }) => {
  await seedSample(db, { demoPasswords: false });
  await using terminal = await openTui(shopper, { words: ['account'] });
  terminal.press('j', 'Enter');
  await terminal.waitFor('╭─ Create an account ─');
  terminal.press('ann', 'Tab', 'secret words', 'Tab', 'Tab', 'Ann');
  await terminal.waitFor('› First name     Ann');

  terminal.resize(40, 10);
  await terminal.waitFor('The shop needs 60x16.');
  await terminal.waitFor('This terminal has 40x10.');
  terminal.resize(120, 40);

  await terminal.waitFor(/Username {7}ann[\s\S]*•{12}[\s\S]*› First name {5}Ann/);
  terminal.press('ika');
  const screen = await terminal.waitFor('› First name     Annika');
  const line = screen.split('\n').findIndex((one) => one.includes('Annika'));
  expect(terminal.cursor()).toEqual({
    x: (screen.split('\n')[line] ?? '').indexOf('Annika') + 6,
    y: line,
    visible: true,
  });
});

/** The end of a sequence that sets a colour. */
const COLOUR = /^\[(?:3[0-7]|4[0-7]|9[0-7]|10[0-7]|38|48)[;m]/;

describe('whatever the terminal can do', () => {
  test('with NO_COLOR there is no colour, and the marked row still shows', async ({ db, shopper }) => {
    await seedSample(db, { demoPasswords: false });
    await using terminal = await openTui(shopper, { env: { NO_COLOR: '1', FORCE_COLOR: undefined } });
    const screen = await terminal.waitFor('1 of 10');

    const row = screen.split('\n').findIndex((line) => line.includes('› Item 1 '));
    expect(row).toBeGreaterThan(0);
    expect(terminal.cell(6, row)).toMatchObject({ coloured: false });
    expect(terminal.raw().split('\x1b')).not.toContainEqual(expect.stringMatching(COLOUR));
  });

  test('where CI is set it is drawn all the same', async ({ db, shopper }) => {
    await seedSample(db, { demoPasswords: false });
    await using terminal = await openTui(shopper, { env: { CI: 'true' } });

    await terminal.waitFor('1 of 10');
  });

  test('a screen reader is given sentences, without boxes and on the shell’s own screen', async ({
    db,
    shopper,
  }) => {
    await seedSample(db, { demoPasswords: false });
    await using terminal = await openTui(shopper, { env: { INK_SCREEN_READER: 'true' } });
    await terminal.waitFor('› Item 1, 10.00, 5 in stock');
    const screen = await terminal.waitFor('Shop. Items. not logged in. cart empty.');
    expect([terminal.alternate(), /[─│╭╰]/.test(screen)]).toEqual([false, false]);

    terminal.press('j', 'a');
    await terminal.waitFor('› Item 2, 15.50, 8 in stock, 1 in your cart');
    terminal.press('2', 'q');

    expect(await terminal.exit).toMatchObject({ code: 0 });
    expect(terminal.raw().endsWith('\n')).toBe(true);
  });

  test('a terminal that knows no control sequence gets none', async ({ db, shopper }) => {
    await seedSample(db, { demoPasswords: false });
    await using terminal = await openTui(shopper, { env: { TERM: 'dumb' } });
    await terminal.waitFor('› Item 1, 10.00, 5 in stock');

    terminal.press('j', 'a');
    await terminal.waitFor('› Item 2, 15.50, 8 in stock, 1 in your cart');
    terminal.press('q');

    expect(await terminal.exit).toMatchObject({ code: 0 });
    expect(terminal.raw()).not.toContain('\x1b');
  });

  test('a pasted text goes into the field as one, and is never taken for keys', async ({ db, shopper }) => {
    await seedSample(db, { demoPasswords: false });
    await using terminal = await openTui(shopper);
    await terminal.waitFor('1 of 10');

    terminal.paste('aaq2');
    terminal.press('/');
    await terminal.waitFor('Enter to the list');
    terminal.paste('item\r\n4');

    expect(await terminal.waitFor('1 of 1 ')).toMatch(/\/ item 4[\s\S]*› Item 4 /);
    expect(terminal.screen()).toContain('cart empty');
  });
});
