import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, test as plain, vi } from 'vitest';
import { failureForStranger } from '#cli/exit.ts';
import type { Db } from '#db/connect.ts';
import { orders, sessions, users } from '#db/schema.ts';
import { register } from '#domain/accounts.ts';
import { ShopError } from '#domain/errors.ts';
import { setRole } from '#domain/operators.ts';
import { onSocket } from '#test/database.ts';
import { openDoor } from '#test/door.ts';
import { someItems } from '#test/given.ts';
import { temporaryHome } from '#test/home.ts';
import { test } from '#test/run-shop.ts';
import { openScreen } from '#test/screen.ts';
import { forStrangers, sentenceOf } from '#tui/hooks/refusal.ts';
import { createStatus } from '#tui/hooks/status.ts';
import { createIdle } from '#tui/idle.ts';
import { BINDINGS, WITHOUT_SHELL } from '#tui/keys.ts';

const account = { username: 'ann', password: 'a good password' };

const left = async (db: Db) => ({
  users: (await db.select().from(users)).map(({ username }) => username),
  sessions: (await db.select().from(sessions)).length,
  orders: (await db.select().from(orders)).map(({ status }) => status),
});

describe('a stranger', () => {
  test('fills a cart and leaves nothing behind, in the database or on the disk', async ({
    db,
    databaseUrl,
  }) => {
    await using home = await temporaryHome();
    await someItems(db, [{ name: 'Mug' }]);
    {
      await using screen = await openScreen({ databaseUrl, kiosk: true, env: { SHOP_HOME: home.folder } });
      await screen.waitFor('› Mug');
      screen.press('a', 'a');
      await screen.waitFor('Mug: 2 in your cart.');
      expect(await left(db)).toMatchObject({ users: [expect.any(String)], sessions: 1, orders: ['TEMP'] });
      screen.press('Ctrl-Z', 'q');
      expect(await screen.left).toBeUndefined();
    }

    expect(await left(db)).toEqual({ users: [], sessions: 0, orders: [] });
    expect(await readdir(home.folder)).toEqual([]);
  });

  test('opens an account and buys; the login ends with the visit', async ({ db, databaseUrl }) => {
    await using home = await temporaryHome();
    await someItems(db, [{ name: 'Mug' }]);
    {
      await using screen = await openScreen({ databaseUrl, kiosk: true, env: { SHOP_HOME: home.folder } });
      await screen.waitFor('› Mug');
      screen.press('a', '2');
      await screen.waitFor(/Qty[\s\S]*› Mug +1 /);
      screen.press('Enter');
      await screen.waitFor('Create an account');
      screen.press('j', 'Enter');
      await screen.waitFor('Create an account ─');
      screen.press(account.username, 'Tab', account.password, 'Tab', account.password);
      screen.press(...Array.from({ length: 7 }, () => 'Enter'));
      await screen.waitFor(/› Ship to/);
      expect((await db.select().from(sessions)).map(({ device }) => device)).toEqual(['kiosk']);
      screen.press('1 Main St', 'Enter');
      await screen.waitFor('Receipt ─');
      screen.press('Enter');
      screen.press('q');
      expect(await screen.left).toMatch(/^Order \d+ is yours\.$/);
    }

    expect(await left(db)).toEqual({ users: ['ann'], sessions: 0, orders: ['CLOSED'] });
    expect(await readdir(home.folder)).toEqual([]);
  });

  test('is no operator here, whoever it is', async ({ db, databaseUrl }) => {
    await register(db, account);
    await setRole(db, { byUserId: null, user: account.username, role: 'operator' });
    await using at = await openScreen({ databaseUrl, login: account, screen: 'account' });
    await at.waitFor('─ operator ─');

    await using kiosk = await openScreen({ databaseUrl, login: account, screen: 'account', kiosk: true });
    const seen = await kiosk.waitFor('Log out everywhere');

    expect(seen).not.toContain('operator');
  });

  test('reads that the shop is closed, and not why: that is noted', async ({ db, databaseUrl }) => {
    await using home = await temporaryHome();
    await someItems(db, [{ name: 'Mug' }]);
    await using door = await openDoor(inject('socket'));
    const url = onSocket(databaseUrl, door.socketPath);
    await using screen = await openScreen({ databaseUrl: url, kiosk: true, env: { SHOP_HOME: home.folder } });
    await screen.waitFor('› Mug');

    await door.shut();
    const seen = await screen.waitFor('Next try in');
    screen.press('a');
    await screen.waitFor('✗ The shop is closed just now.');
    await door.open();

    expect(await readFile(join(home.folder, 'shop.log'), 'utf8')).toContain(door.socketPath);
    expect(seen).toContain('The shop is closed just now. Next try in');
    expect(screen.raw()).not.toMatch(/database|socket|SHOP_|shop db/);
    await screen.waitForGone('Next try in');
  });
});

describe('what is not for strangers', () => {
  plain.for([
    new ShopError('unavailable', 'The folder /srv/shop is not private to you.', { next: 'chmod it' }),
    new ShopError('unavailable', "The database's user may not INSERT in item.", { next: 'GRANT INSERT' }),
    new ShopError('unavailable', 'The model refuses the API key.', { details: { reason: 'key' } }),
    new ShopError('usage', 'Quantity must be a number.', { next: 'shop cart set <item> <quantity>' }),
    new ShopError('conflict', 'The price has changed.', { next: 'Add --accept-price-changes' }),
  ])('is left out of "$message"', (error) => {
    expect(sentenceOf(forStrangers(error))).not.toMatch(/\/srv|GRANT|INSERT|API|shop cart|--|chmod/);
  });

  plain('keeps what became of their own change', () => {
    const error = new ShopError('unavailable', 'Nobody knows yet whether it is bought.', {
      details: { reason: 'outcome_unknown' },
    });

    expect(sentenceOf(forStrangers(error))).toBe(error.message);
  });

  plain('is no key: nothing leads to a shell, a file, a pager or an editor', () => {
    const strangers = new Set(WITHOUT_SHELL.map(({ id }) => id));
    const everybody = new Set<string>(BINDINGS.map(({ id }) => id));

    expect([...everybody].filter((id) => !strangers.has(id as never))).toEqual(['suspend']);
    // Whoever adds an action decides here whether strangers may have it.
    expect([...strangers].sort().join(' ')).toBe(
      'acceptCart acceptPrices account add again ask back buy cancel cart chat checkOut choose clear close ' +
        'details down endSession favorite favorites first help items keep last leave less logIn more mouse next ' +
        'no orders pageDown pageUp palette pick previous quit redo remove reorder run search sort submit ' +
        'takeWhatThereIs toItems toList undo up yes',
    );
  });
});

describe('a kiosk that nobody touches', () => {
  test('closes by itself', async ({ db, databaseUrl }) => {
    await someItems(db, [{ name: 'Mug' }]);
    await using screen = await openScreen({ databaseUrl, kiosk: true, idle: 1 / 60 });

    expect(await screen.left).toBe('Nobody was here any more, so the shop has closed.');
  });

  plain('warns three times, and begins anew with each key', () => {
    vi.useFakeTimers();
    const status = createStatus();
    const leave = vi.fn();
    const idle = createIdle({ minutes: 10, status, leave });
    const later = (seconds: number) => {
      vi.advanceTimersByTime(seconds * 1_000);
      return status.current()?.text.match(/\d+ s/)?.[0];
    };

    idle.touch();
    const seen = [later(9 * 60 - 1), later(1), later(29), later(1), later(20)];
    idle.touch();
    const awake = [later(0), later(10), later(9 * 60 - 10)];
    later(60);
    vi.useRealTimers();

    expect(seen).toEqual([undefined, '60 s', undefined, '30 s', '10 s']);
    expect(awake).toEqual([undefined, undefined, '60 s']);
    expect(leave).toHaveBeenCalledOnce();
  });
});

describe('at the door, a stranger', () => {
  test.for([
    ['a command', [], { SSH_ORIGINAL_COMMAND: 'cat /etc/passwd' }, 'This is a shop and runs no commands.'],
    ['no terminal', [], {}, 'The whole-screen shop needs a terminal.'],
    ['no time', ['--idle', '0'], {}, '--idle must be a whole number from 1 to 1440, not "0".'],
    ['an unknown word', ['--shell'], {}, "Unknown option '--shell'."],
  ] as const)('with %s reads one sentence', async ([, words, env, sentence], { inside }) => {
    const seen = await inside.run(['tui', '--kiosk', ...words], { env });

    expect(seen).toEqual({ stdout: '', stderr: `shop: ${sentence}\n`, exitCode: 2 });
  });

  test('reads of a fault that it is noted, and not where', async () => {
    await using home = await temporaryHome();
    const env = { SHOP_HOME: home.folder };

    const fault = await failureForStranger(new TypeError('the secret inside'), env);
    const closed = await failureForStranger(
      new ShopError('unavailable', `${home.folder} is not yours.`),
      env,
    );

    expect(fault).toEqual({ code: 'unexpected', message: expect.stringMatching(/ It is noted\.$/) });
    expect(closed).toEqual({ code: 'unavailable', message: 'The shop is closed just now.' });
    expect(await readFile(join(home.folder, 'shop.log'), 'utf8')).toContain('the secret inside');
  });
});

test('--idle is for kiosks alone', async ({ inside }) => {
  expect(await inside.run(['tui', '--idle', '5'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('--idle goes with --kiosk.'),
  });
});
