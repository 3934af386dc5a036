import { describe, expect } from 'vitest';
import { writeSetting } from '#platform/settings-file.ts';
import { test } from '#test/database.ts';
import { someItems } from '#test/given.ts';
import { temporaryHome } from '#test/home.ts';
import { openScreen, type TestScreen } from '#test/screen.ts';
import { createMouseReader } from '#tui/mouse.ts';
import { themeFor } from '#tui/theme.ts';

const on = '\x1b[?1006h';
const off = '\x1b[?1006l';

const shelves = Array.from({ length: 40 }, (_, at) => ({ name: `Plate ${at + 1}` }));

/** Presses and lets go at the first place where the text stands. */
function click(screen: TestScreen, text: string) {
  const rows = screen.screen().split('\n');
  const y = rows.findIndex((row) => row.includes(text));
  const x = rows[y]?.indexOf(text) ?? -1;
  screen.send(`\x1b[<0;${x + 1};${y + 1}M\x1b[<0;${x + 1};${y + 1}m`);
}

const wheelDown = '\x1b[<65;20;9M';

describe('what a terminal sends', () => {
  test('is read as clicks and turns of the wheel, whole or in pieces', () => {
    const read = createMouseReader();

    expect(read('jj\x1b[<0;10;5M\x1b[<0;10;5mk\x1b[<65;1;1M\x1b[<2;1;1M')).toEqual([
      { kind: 'click', x: 9, y: 4 },
      { kind: 'wheelDown', x: 0, y: 0 },
    ]);
    expect([...read('\x1b[<6'), ...read('4;300;2'), ...read('00M')]).toEqual([
      { kind: 'wheelUp', x: 299, y: 199 },
    ]);
  });

  test('holds none in a paste', () => {
    const read = createMouseReader();

    expect([...read('\x1b[200~a\x1b[<0;1;1M'), ...read('b\x1b[<0;1;1M\x1b[201~')]).toEqual([]);
    expect(read('\x1b[<0;1;1M')).toHaveLength(1);
  });
});

describe('the mouse', () => {
  test('marks a row with a click, opens it with two, and turns the list with its wheel', async ({
    db,
    databaseUrl,
  }) => {
    await someItems(db, shelves);
    await using screen = await openScreen({ databaseUrl });
    await screen.waitFor(/› Plate 1 /);

    click(screen, 'Plate 5 ');
    await screen.waitFor(/› Plate 5 /);
    screen.send(wheelDown);
    await screen.waitFor(/› Plate 8 /);
    click(screen, 'Plate 6 ');
    click(screen, 'Plate 6 ');

    await screen.waitFor(/╭─ Details [\s\S]*Plate 6/);
  });

  test('goes to a screen by its name, and does what the footer offers', async ({ db, databaseUrl }) => {
    await someItems(db, shelves);
    await using screen = await openScreen({ databaseUrl });
    await screen.waitFor(/› Plate 1 .*[\s\S]*a add/);

    click(screen, 'a add');
    await screen.waitFor('cart 1 ·');
    click(screen, ' 2 Cart ');

    await screen.waitFor(/╭─ Cart [\s\S]*› Plate 1 /);
  });

  test('hears nothing below a popup but its own rows', async ({ db, databaseUrl }) => {
    await someItems(db, shelves);
    await using screen = await openScreen({ databaseUrl, columns: 120 });
    await screen.waitFor(/› Plate 1 /);
    screen.press(':');
    await screen.waitFor(/╭─ Commands /);

    click(screen, ' 2 Cart ');
    click(screen, 'Next sort order');
    await screen.waitFor(/› Next sort order/);
    screen.press('Enter');

    await screen.waitFor((seen) => !seen.includes('Commands') && seen.includes('╭─ Items'), 'the items');
  });

  test('is let go with m, so that text can be selected, taken again, and let go at the end', async ({
    databaseUrl,
  }) => {
    await using screen = await openScreen({ databaseUrl });
    await screen.waitFor('? help');
    expect(screen.raw()).toContain(on);

    screen.press('m');
    await screen.waitFor('The mouse selects text again');
    expect(screen.raw().lastIndexOf(off)).toBeGreaterThan(screen.raw().lastIndexOf(on));
    screen.press('m');
    await screen.waitFor('The mouse works here.');
    expect(screen.raw().lastIndexOf(on)).toBeGreaterThan(screen.raw().lastIndexOf(off));
    screen.press('q');
    await screen.left;

    expect(screen.raw().lastIndexOf(off)).toBeGreaterThan(screen.raw().lastIndexOf(on));
  });

  test('is not taken where the setting says so, nor where there is nothing to click', async ({
    databaseUrl,
  }) => {
    await using home = await temporaryHome();
    await writeSetting(home.paths.config, 'tui.mouse', 'off');
    await using quiet = await openScreen({ databaseUrl, env: { SHOP_HOME: home.folder } });
    await using linear = await openScreen({ databaseUrl, env: { INK_SCREEN_READER: 'true' } });
    await quiet.waitFor('? help');
    await linear.waitFor('? help');

    expect(quiet.raw() + linear.raw()).not.toContain(on);
  });
});

describe('settings', () => {
  test('draw the boxes in ASCII, and put actions on keys of one’s own', async ({ db, databaseUrl }) => {
    await someItems(db, shelves);
    await using home = await temporaryHome();
    await writeSetting(home.paths.config, 'tui.borders', 'ascii');
    await writeSetting(home.paths.config, 'tui.keys', 'add=i');
    await using screen = await openScreen({ databaseUrl, columns: 120, env: { SHOP_HOME: home.folder } });
    await screen.waitFor(/\+- Items -+ 1 of 40 -\+\+- Details [\s\S]*› Plate 1 [\s\S]*i add/);

    screen.press('i');

    const seen = await screen.waitFor('cart 1 ·');
    expect(seen).not.toMatch(/[╭╮╰╯─│]/);
  });

  test('that would give a key two meanings are told before anything is drawn', async ({ databaseUrl }) => {
    await using home = await temporaryHome();
    await writeSetting(home.paths.config, 'tui.keys', 'add=q');
    await using screen = await openScreen({ databaseUrl, env: { SHOP_HOME: home.folder } });

    await expect(screen.left).rejects.toMatchObject({
      kind: 'usage',
      message: /q would mean both add and quit/,
    });
    expect(screen.raw()).toBe('');
  });
});

test.for([{}, { COLORTERM: 'truecolor' }])(
  'every colour is one of the sixteen that a light or a dark palette names, with %j',
  (env) => {
    const { accent, good, warn, bad } = themeFor(env);

    for (const color of [accent, good, warn, bad]) expect(color).toMatch(/^(green|yellow|red)$/);
  },
);
