import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject } from 'vitest';
import { onSocket } from '#test/database.ts';
import { openDoor } from '#test/door.ts';
import { someItems } from '#test/given.ts';
import { temporaryHome } from '#test/home.ts';
import { aShopper, test } from '#test/run-shop.ts';
import { openTui } from '#test/tui.ts';

describe('a visitor without a cart', () => {
  test('is told of a lost database on a screen that shows nothing of it, until it is back', async ({
    db,
    databaseUrl,
  }) => {
    await someItems(db, [{ name: 'Mug' }]);
    await using door = await openDoor(inject('socket'));
    const url = onSocket(databaseUrl, door.socketPath);
    await using shopper = await aShopper({ databaseUrl: url });
    await using terminal = await openTui(shopper, { words: ['account'] });
    await terminal.waitFor('not logged in · cart empty');

    await door.shut();
    await terminal.waitFor('Next try in');
    // It stays until the database is there: the banner is seen counting through a second round.
    await terminal.waitFor('Next try in 1 s');
    await terminal.waitFor('Next try in 3 s');
    await door.open();

    await terminal.waitForGone('database');
  });

  test('reads dots where nothing is known yet', async ({ databaseUrl }) => {
    await using door = await openDoor(inject('socket'));
    const url = onSocket(databaseUrl, door.socketPath);
    await using shopper = await aShopper({ databaseUrl: url });
    await door.shut();
    await using terminal = await openTui(shopper);

    const screen = await terminal.waitFor('Next try in');

    expect(screen).toContain('… · cart …');
    expect(screen).not.toContain('not logged in');
  });
});

test('a stranger leaves a database that has stopped answering, whatever they press', async ({
  db,
  databaseUrl,
}) => {
  await someItems(db, [{ name: 'Mug' }]);
  await using door = await openDoor(inject('socket'));
  const url = onSocket(databaseUrl, door.socketPath);
  await using shopper = await aShopper({ databaseUrl: url });
  await using terminal = await openTui(shopper, { words: ['items', '--kiosk'] });
  await terminal.waitFor('› Mug');
  terminal.press('a');
  await terminal.waitFor('Mug: 1 in your cart.');

  door.hold();
  terminal.press('q', 'Ctrl-C', 'Ctrl-C');

  expect(await terminal.exit).toMatchObject({ code: 0 });
});

test('the embedded server is started again when it was killed', async () => {
  await using home = await temporaryHome();
  await using shopper = await aShopper({ home: home.folder });
  await using terminal = await openTui(shopper);
  await terminal.waitFor('› Item 1');

  const pid = () => readFile(join(home.folder, 'database', 'server.pid'), 'utf8').catch(() => '');
  const killed = await pid();
  process.kill(Number(killed), 'SIGKILL');
  const lost = await terminal.waitFor('Next try in');
  // Between two banners the screen may have none for a moment: what counts is that another server runs.
  await expect.poll(pid, { timeout: 60_000 }).toMatch(new RegExp(`^(?!${killed.trim()}\\b)\\d+`));

  // The new server may be found a try later: until then a key is refused, as it should be.
  const press = () => {
    terminal.press('a');
    return terminal.screen();
  };
  await expect.poll(press, { timeout: 60_000, interval: 1_000 }).toMatch(/Item 1: \d+ in your cart\./);
  // At 80 columns what can be done about it is not cut.
  expect(lost.replace(/\s+/g, ' ')).toContain('shop db status.');
});
