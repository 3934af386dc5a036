import { createHash } from 'node:crypto';
import { chmod, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { decodeProtectedHeader } from 'jose';
import { describe, expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { loginAttempts, sessions, users } from '#db/schema.ts';
import { register } from '#domain/accounts.ts';
import { startSession } from '#domain/sessions.ts';
import { type Shopper, shopBin, test } from '#test/run-shop.ts';
import { openTerminal } from '#test/terminal.ts';

type Who = {
  user: { id: number; username: string; isRegistered: boolean; role: string };
  session: { expiresAt: string; promptsUsed: number; promptsLeft: number };
  tokenSource: string;
};

const password = 'correct horse';
const withPassword = { input: `${password}\n` };

describe('a login, as processes', () => {
  test('register, whoami, logout, login: each knows what the one before did', async ({ shopper }) => {
    const wish = ['register', '--username', 'Joe', '--first-name', 'Joe', '--password-stdin'];
    const registered = await shopper.json<Who>(wish, withPassword);

    expect(registered).toMatchObject({
      user: { username: 'joe', isRegistered: true, role: 'customer', firstName: 'Joe', email: null },
      session: { promptsUsed: 0, promptsLeft: 5 },
      tokenSource: 'file',
    });
    expect(await shopper.json<Who>(['whoami'])).toEqual(registered);
    expect(await shopper.json(['logout'])).toEqual({ loggedOut: true });
    expect(await shopper.json(['logout'])).toEqual({ loggedOut: false });
    expect(await shopper.run(['whoami'])).toMatchObject({
      exitCode: 4,
      stdout: '',
      stderr: 'shop: You are not logged in.\n  Log in: shop login\n',
    });
    const again = await shopper.json<Who>(['login', 'JOE', '--password-stdin'], withPassword);
    expect(again.user).toEqual(registered.user);
  });

  test('one trailing line break of stdin is left out, and no more', async ({ db, shopper }) => {
    await register(db, { username: 'joe', password });
    const words = ['login', 'joe', '--password-stdin'];

    for (const input of [password, `${password}\n`, `${password}\r\n`]) {
      expect(await shopper.run(words, { input })).toMatchObject({ exitCode: 0 });
    }
    for (const input of [`${password}\n\n`, ` ${password}`, '', '\n', 'x'.repeat(100_000)]) {
      expect((await shopper.run(words, { input })).exitCode, JSON.stringify(input.slice(0, 20))).not.toBe(0);
    }
  });

  test('logging in twice, and as another, leaves one session on this machine', async ({ db, shopper }) => {
    await register(db, { username: 'joe', password });
    await register(db, { username: 'smith', password });

    for (const name of ['joe', 'joe', 'smith']) {
      await shopper.json(['login', name, '--password-stdin'], withPassword);
    }

    expect((await shopper.json<Who>(['whoami'])).user.username).toBe('smith');
    expect(await db.$count(sessions)).toBe(1);
  });

  test('the token is in one file that its owner alone can read', async ({ db, shopper }) => {
    await register(db, { username: 'joe', password });
    await shopper.json(['login', 'joe', '--password-stdin'], withPassword);
    const file = await loginFile(shopper);

    await chmod(file, 0o644);
    const refused = await shopper.run(['whoami']);

    expect(refused).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('open to other users') });
    await chmod(file, 0o600);
    expect(await shopper.run(['whoami'])).toMatchObject({ exitCode: 0 });
    await writeFile(file, 'tampered');
    expect(await shopper.run(['whoami'])).toMatchObject({
      exitCode: 4,
      stderr: /not valid[\s\S]*shop login/,
    });
    expect(await shopper.json(['logout'])).toEqual({ loggedOut: true });
  });

  test.for([[[]], [['--everywhere']]] as const)(
    'one that others could read ends all the same: logout %s',
    async ([how], { db, shopper }) => {
      await register(db, { username: 'joe', password });
      await shopper.json(['login', 'joe', '--password-stdin'], withPassword);
      const file = await loginFile(shopper);
      const stolen = { env: { SHOP_TOKEN: (await readFile(file, 'utf8')).trim() } };
      await chmod(file, 0o644);

      // Somebody's cart is not shown as nobody's.
      expect(await shopper.run(['cart', 'show'])).toMatchObject({ exitCode: 4, stdout: '' });
      expect(await shopper.json(['logout', ...how])).toEqual({ loggedOut: true });

      expect(await shopper.run(['whoami'], stolen)).toMatchObject({ exitCode: 4 });
    },
  );

  test('one that cannot be read at all is forgotten, and it is said that it has not ended', async ({
    db,
    shopper,
  }) => {
    await register(db, { username: 'joe', password });
    await shopper.json(['login', 'joe', '--password-stdin'], withPassword);
    const file = await loginFile(shopper);
    await rm(file);
    await symlink('/dev/null', file);

    expect(await shopper.run(['logout'])).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('it was forgotten, but not ended'),
    });
    expect(await db.select().from(sessions)).toHaveLength(1);
  });

  test('a login in a folder that others can write to is refused', async ({ db, shopper }) => {
    await register(db, { username: 'joe', password });
    await shopper.json(['login', 'joe', '--password-stdin'], withPassword);
    await chmod(dirname(await loginFile(shopper)), 0o777);

    expect(await shopper.run(['whoami'])).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('lies in a folder that other users can write to'),
    });
  });

  test('a session that was ended elsewhere says so, and logging in again helps', async ({ db, shopper }) => {
    await register(db, { username: 'joe', password });
    await shopper.json(['login', 'joe', '--password-stdin'], withPassword);
    await db.delete(sessions);

    const refused = await shopper.run(['whoami', '--json']);

    expect(refused.exitCode).toBe(4);
    expect(JSON.parse(refused.stderr)).toEqual({
      error: {
        code: 'auth',
        message: 'Your login was ended.',
        details: { reason: 'revoked', next: 'Log in again: shop login' },
      },
    });
    expect(await shopper.run(['login', 'joe', '--password-stdin'], withPassword)).toMatchObject({
      exitCode: 0,
    });
    expect(await shopper.run(['whoami'])).toMatchObject({ exitCode: 0 });
  });

  test('a token for SHOP_TOKEN is printed alone, and goes before the login that is kept', async ({
    db,
    shopper,
  }) => {
    await register(db, { username: 'joe', password });
    await register(db, { username: 'smith', password });
    await shopper.json(['login', 'smith', '--password-stdin'], withPassword);

    const printed = await shopper.run(['login', 'joe', '--password-stdin', '--print-token'], withPassword);
    const env = { SHOP_TOKEN: printed.stdout.trim() };

    expect(printed.stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const who = await shopper.json<Who>(['whoami'], { env });
    expect([who.user.username, who.tokenSource]).toEqual(['joe', 'environment']);
    expect((await shopper.json<Who>(['whoami'])).user.username).toBe('smith');
    expect(await shopper.run(['whoami'], { env: { SHOP_TOKEN: 'nonsense' } })).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('SHOP_TOKEN'),
    });
  });

  test('a script without a keychain is told the ways, and nothing is changed', async ({ db, shopper }) => {
    await register(db, { username: 'joe', password });
    const env = { SHOP_KEYCHAIN: 'auto' };

    for (const words of [
      ['login', 'joe', '--password-stdin'],
      ['register', '--username', 'smith', '--password-stdin'],
    ]) {
      const refused = await shopper.run(words, { ...withPassword, env });
      expect(refused).toMatchObject({
        exitCode: 4,
        stdout: '',
        stderr: expect.stringMatching(
          /^shop: There is no keychain here[\s\S]*SHOP_KEYCHAIN=file[\s\S]*SHOP_TOKEN/,
        ),
      });
    }

    expect(await db.$count(users)).toBe(1);
    expect(await db.$count(sessions)).toBe(0);
  });
});

describe('wrong input is one sentence, its code, and changes nothing:', () => {
  test.for<[string[], string, number, RegExp]>([
    [['login'], '', 2, /<username>/],
    [['login', 'joe'], '', 2, /--password-stdin/],
    [['login', 'joe', '--password-stdin'], 'wrong', 4, /Wrong username or password/],
    [['login', 'nobody', '--password-stdin'], password, 4, /Wrong username or password/],
    [['login', 'smith', '--password-stdin'], 'hashed_pw_1', 4, /Wrong username or password/],
    [['login', 'joe', 'doe', '--password-stdin'], password, 2, /too many arguments/i],
    [['register'], '', 2, /--username/],
    [['register', '--username', 'jane'], '', 2, /--password-stdin/],
    [['register', '--username', 'jo', '--password-stdin'], password, 2, /3 to 32 characters/],
    [['register', '--username', 'jane', '--password-stdin'], 'short', 2, /8 to 128 characters/],
    [['register', '--username', 'JOE', '--password-stdin'], password, 5, /joe is taken/],
    [['register', '--username', 'jane', '--email', 'x', '--password-stdin'], password, 2, /e-mail/],
    [['register', '--username', 'jane', '--phone', 'x', '--password-stdin'], password, 2, /phone/],
    [['register', '--usrname', 'jane'], '', 2, /unknown option/i],
    [['whoami', '--fields', 'nope'], '', 2, /user, session, tokenSource/],
    [['account', 'show'], '', 4, /not logged in/],
    [['account', 'edit', '--city', 'Paris'], '', 4, /not logged in/],
    [['account', 'password', '--password-stdin'], 'a\nb\n', 4, /not logged in/],
    [['account', 'sessions'], '', 4, /not logged in/],
    [['account', 'delete', '--confirm', 'joe'], '', 4, /not logged in/],
  ])('%j', async ([words, input, exitCode, sentence], { db, inside: shopper }) => {
    await register(db, { username: 'joe', password });
    await db.insert(users).values({ username: 'smith', hashedPassword: 'hashed_pw_1', isRegistered: true });

    const answer = await shopper.run(words, { input });

    expect(answer).toMatchObject({ exitCode, stdout: '', stderr: expect.stringMatching(sentence) });
    expect(answer.stderr).toMatch(/^shop: [^\n]+\n( {2}[^\n]+\n)?$/);
    expect(await db.$count(users)).toBe(2);
    expect(await db.$count(sessions)).toBe(0);
  });
});

describe('the account', () => {
  test('is shown, edited and given a new password', async ({ db, shopper }) => {
    const { id } = await register(db, { username: 'joe', password, city: 'Berlin' });
    await shopper.json(['login', 'joe', '--password-stdin'], withPassword);
    await startSession(db, { userId: id, device: 'another machine' });

    expect(await shopper.json(['account', 'show'])).toMatchObject({ username: 'joe', city: 'Berlin' });
    expect(await shopper.json(['account', 'edit', '--country', 'France', '--city', ''])).toMatchObject({
      country: 'France',
      city: null,
    });
    expect(await shopper.run(['account', 'edit'])).toMatchObject({ exitCode: 2, stderr: /--first-name/ });
    const change = ['account', 'password', '--password-stdin'];
    expect(await shopper.run(change, { input: 'wrong horse\nbattery staple\n' })).toMatchObject({
      exitCode: 4,
    });
    expect(await shopper.run(change, { input: `${password}\n` })).toMatchObject({ exitCode: 2 });
    expect(await shopper.json(change, { input: `${password}\nbattery staple\n` })).toEqual({
      changed: true,
      endedSessions: 1,
    });

    expect(await shopper.run(['whoami'])).toMatchObject({ exitCode: 0 });
    const login = ['login', 'joe', '--password-stdin'];
    expect(await shopper.run(login, withPassword)).toMatchObject({ exitCode: 4 });
    expect(await shopper.run(login, { input: 'battery staple' })).toMatchObject({ exitCode: 0 });
  });

  test('lists its logins, ends one of another machine, and its own', async ({ db, shopper }) => {
    const { id } = await register(db, { username: 'joe', password });
    await shopper.json(['login', 'joe', '--password-stdin'], withPassword);
    const { session } = await startSession(db, { userId: id, device: 'another \u001b[31mmachine' });

    const logins = await shopper.json<{ id: string; current: boolean }[]>(['account', 'sessions']);
    const table = await shopper.run(['account', 'sessions', '-o', 'table']);

    expect(logins.map(({ current }) => current).sort()).toEqual([false, true]);
    expect(table.stdout).toContain('another machine');
    expect(table.stdout).toContain('this one');
    const end = (start: string) => shopper.run(['account', 'sessions', '--end', start]);
    expect(await end('ffffffffffff')).toMatchObject({ exitCode: 3 });
    expect(await end('%')).toMatchObject({ exitCode: 2 });
    expect(await end(session.id.slice(0, 12))).toMatchObject({ exitCode: 0 });
    expect(await db.$count(sessions)).toBe(1);
    expect(await end(logins.find(({ current }) => current)?.id ?? '')).toMatchObject({ exitCode: 0 });
    expect(await shopper.run(['whoami'])).toMatchObject({ exitCode: 4, stderr: /not logged in/ });
  });

  test('is deleted by its name, and nothing of it is left here', async ({ db, shopper }) => {
    await register(db, { username: 'joe', password });
    await shopper.json(['login', 'joe', '--password-stdin'], withPassword);

    expect(await shopper.run(['account', 'delete'])).toMatchObject({ exitCode: 2, stderr: /--confirm/ });
    expect(await shopper.run(['account', 'delete', '--confirm', 'smith'])).toMatchObject({ exitCode: 2 });
    expect(await shopper.json(['account', 'delete', '--confirm', 'joe'])).toEqual({ deleted: 'joe' });

    expect(await db.$count(users)).toBe(0);
    expect(await shopper.run(['whoami'])).toMatchObject({ exitCode: 4, stderr: /not logged in/ });
    expect(await shopper.run(['login', 'joe', '--password-stdin'], withPassword)).toMatchObject({
      exitCode: 4,
    });
  });

  test('is deleted with the login in SHOP_TOKEN, too', async ({ db, shopper }) => {
    await register(db, { username: 'joe', password });
    const words = ['login', 'joe', '--password-stdin', '--print-token'];
    const { stdout } = await shopper.run(words, withPassword);

    const env = { SHOP_TOKEN: stdout.trim() };
    const deleted = await shopper.run(['account', 'delete', '--confirm', 'joe'], { env });

    expect(deleted).toMatchObject({ exitCode: 0, stderr: /SHOP_TOKEN is still set[\s\S]*unset it/ });
    expect(await db.select().from(users)).toEqual([]);
  });

  test('is told the seconds to wait after too many wrong passwords, existing or not', async ({
    db,
    shopper,
  }) => {
    await register(db, { username: 'joe', password });
    for (const username of ['joe', 'nobody']) {
      await triedOften(db, username);

      const refused = await shopper.run(['login', username, '--password-stdin', '--json'], withPassword);

      const { error } = JSON.parse(refused.stderr);
      expect(refused.exitCode).toBe(7);
      expect(error).toMatchObject({ code: 'limit', details: { reason: 'attempts' } });
      expect(error.details.seconds).toBeGreaterThan(0);
      expect(error.message).toContain(`wait ${error.details.seconds} s`);
    }
    expect(await db.$count(sessions)).toBe(0);
  });

  test('db rotate-key logs nobody out', async ({ shopper }) => {
    await shopper.json(['register', '--username', 'joe', '--password-stdin'], withPassword);

    const { kid, older } = await shopper.json<{ kid: string; older: number }>(['db', 'rotate-key']);

    expect(older).toBe(1);
    expect(await shopper.json(['whoami'])).toMatchObject({ user: { username: 'joe' } });
    const login = ['login', 'joe', '--password-stdin', '--print-token'];
    const { token } = await shopper.json<{ token: string }>(login, withPassword);
    expect(decodeProtectedHeader(token).kid).toBe(kid);
  });

  test('logout --everywhere ends the logins of other machines too', async ({ db, shopper }) => {
    const { id } = await register(db, { username: 'joe', password });
    await startSession(db, { userId: id, device: 'another machine' });
    await shopper.json(['login', 'joe', '--password-stdin'], withPassword);

    await shopper.json(['logout', '--everywhere']);

    expect(await db.$count(sessions, eq(sessions.userId, id))).toBe(0);
  });
});

describe('on a terminal', () => {
  test('register asks for what is missing, and once for the file', async ({ db, shopper }) => {
    const env = { ...shopper.env, SHOP_KEYCHAIN: 'auto', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' };
    await using terminal = await openTerminal(process.execPath, [shopBin, 'register'], {
      env,
      columns: 120,
    });

    await answer(terminal, 'Username:', 'jo');
    await terminal.waitFor('3 to 32 characters');
    await answer(terminal, 'Username: jo', 'e');
    for (const question of ['First name:', 'Last name:']) await answer(terminal, question, 'Doe');
    for (const question of ['E-mail:', 'Phone:', 'Country:', 'City:']) await answer(terminal, question, '');
    await answer(terminal, 'Password:', 'short');
    await terminal.waitFor('8 to 128 characters');
    terminal.press('Ctrl-U', password, 'Enter');
    await answer(terminal, 'Password again:', password);
    await answer(terminal, 'Keep the login in a file that only you can read?', 'y');

    const { code } = await terminal.exit;
    expect([code, terminal.scrollback()]).toEqual([0, expect.stringContaining('joe (Doe Doe)')]);
    expect(terminal.raw()).not.toContain(password);
    expect(await db.select({ name: users.username }).from(users)).toEqual([{ name: 'joe' }]);
    expect(await shopper.json<Who>(['whoami'], { env: { SHOP_KEYCHAIN: 'auto' } })).toMatchObject({
      tokenSource: 'file',
    });
  });
});

type TestTerminal = Awaited<ReturnType<typeof openTerminal>>;

async function answer(terminal: TestTerminal, question: string | RegExp, text: string) {
  await terminal.waitFor(question);
  terminal.press(text, 'Enter');
}

/** As though so many passwords had been wrong that the wait is ten minutes more. */
async function triedOften(db: Db, username: string) {
  await db.insert(loginAttempts).values({
    id: createHash('sha256').update(username).digest('hex'),
    failures: 15,
    waitUntil: sql`NOW(6) + INTERVAL 10 MINUTE`,
    ticket: '',
  });
}

async function loginFile(shopper: Shopper): Promise<string> {
  const [file, ...more] = await filesWithTokens(shopper);
  expect(more).toEqual([]);
  return file ?? '';
}

/** Every file below the shop's home in which a token stands. */
async function filesWithTokens({ home }: Shopper): Promise<string[]> {
  const entries = await readdir(join(home, 'logins'), { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return files.filter((_, at) => /^[\w-]+\.[\w-]+\.[\w-]+\s*$/.test(texts[at] ?? ''));
}
