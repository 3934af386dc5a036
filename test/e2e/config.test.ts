import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { users } from '#db/schema.ts';
import { readAbout } from '#domain/about.ts';
import { writeSetting } from '#platform/settings-file.ts';
import { missingKeyring, startKeyring } from '#test/keyring.ts';
import { aShopper, test } from '#test/run-shop.ts';

const missing = await missingKeyring();

type Setting = { name: string; value: string | null; source: string | null };

describe('shop config', () => {
  test('sets, gets, lists and forgets', async () => {
    await using shopper = await aShopper();
    await shopper.json(['config', 'set', 'chat.model', 'mine']);

    expect((await shopper.run(['config', 'get', 'chat.model'])).stdout).toBe('mine\n');
    const listed = await shopper.json<Setting[]>(['config', 'list'], { env: { SHOP_CHAT_MODEL: 'given' } });
    expect(listed.find(({ name }) => name === 'chat.model')).toMatchObject({
      value: 'given',
      source: 'environment',
    });
    expect(listed.find(({ name }) => name === 'shop.about')).toMatchObject({ value: null, source: 'shop' });
    expect(await shopper.json(['config', 'unset', 'chat.model'])).toEqual({
      name: 'chat.model',
      unset: true,
    });
    expect(await shopper.run(['config', 'get', 'chat.model'])).toMatchObject({ exitCode: 3, stdout: '' });
    expect((await shopper.run(['config', 'path'])).stdout).toBe(`${join(shopper.home, 'config.json')}\n`);
  });

  test('what the shop says of itself is set by operators, for everybody', async ({ shopper, db }) => {
    const file = join(shopper.home, 'about.md');
    await writeFile(file, 'Open from nine to five.\n\nNever on Sundays.\n');
    const words = ['config', 'set', 'shop.about', '--file', file];
    await shopper.run(['register', '--username', 'boss', '--password-stdin'], { input: 'a long password' });

    expect(await shopper.run(words)).toMatchObject({ exitCode: 4 });
    await db.update(users).set({ role: 'operator' }).where(eq(users.username, 'boss'));
    expect(await shopper.run(words)).toMatchObject({ exitCode: 0 });

    expect(await readAbout(db)).toBe('Open from nine to five.\n\nNever on Sundays.');
    expect(await shopper.json<Setting>(['config', 'get', 'shop.about'])).toMatchObject({
      value: 'Open from nine to five.\n\nNever on Sundays.',
      source: 'shop',
    });
    expect(await shopper.run(['config', 'unset', 'shop.about'])).toMatchObject({ exitCode: 0 });
    expect(await readAbout(db)).toBeNull();
  });

  test.for([
    ['chat.modle', 'Did you mean chat.model?'],
    ['api-key', 'Did you mean chat.api-key?'],
    ['nonsense', 'shop config list shows what there is.'],
  ] as const)('%s is answered with the nearest: %s', async ([name, sentence], { shopper }) => {
    const { exitCode, stderr } = await shopper.run(['config', 'get', name]);

    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining(sentence) });
  });

  test('takes a secret from stdin alone, and never shows it', async () => {
    await using shopper = await aShopper();
    const name = 'chat.api-key';

    expect(await shopper.run(['config', 'set', name, 'sk-typed'])).toMatchObject({
      exitCode: 2,
      stdout: '',
    });
    await shopper.json(['config', 'set', name], { input: 'sk-secret\n' });

    for (const words of [['get', name], ['list'], ['get', name, '--json']]) {
      const { stdout, stderr, exitCode } = await shopper.run(['config', ...words]);
      expect(exitCode).toBe(0);
      expect(stdout + stderr).not.toContain('sk-secret');
    }
    expect(await shopper.run(['config', 'get', name])).toMatchObject({
      stdout: '',
      stderr: `${name} is set (kept in a file that only you can read); a secret is not shown.\n`,
    });
  });

  test('a database URL is used without its password in any file but its own', async ({ databaseUrl }) => {
    await using shopper = await aShopper();
    const url = new URL(databaseUrl);
    url.password = 'pw-typed';

    const visible = await shopper.run(['config', 'set', 'database.url', url.href]);
    expect(visible).toMatchObject({ exitCode: 2, stdout: '' });
    expect(visible.stderr).not.toContain('pw-typed');
    url.password = 'pw-secret';
    await shopper.json(['config', 'set', 'database.url', databaseUrl]);

    expect(await shopper.json(['db', 'status'])).toMatchObject({ kind: 'server', state: 'running' });
    await shopper.json(['config', 'set', 'database.url'], { input: url.href });
    expect((await shopper.run(['config', 'get', 'database.url'])).stdout).toBe(`${databaseUrl}\n`);
    // The throw-away server's root has no password, so the one that is kept is refused: it was sent.
    expect(await shopper.run(['items', 'list'])).toMatchObject({
      exitCode: 6,
      stderr: expect.stringMatching(/Check database.url in .*config.json, and database.password./),
    });
  });

  test('a URL of a socket needs no host, its password is never shown, and a sentence names where it is', async () => {
    await using shopper = await aShopper();
    const url = 'mysql://joe:pw-secret@/shop?socket=/nowhere/s';

    const typed = ['config', 'set', 'database.url', url.replace('pw-secret', 'pw-typed')];
    expect(await shopper.run(typed)).toMatchObject({ exitCode: 2 });
    await shopper.json(['config', 'set', 'database.url'], { input: url });
    const kept = await shopper.run(['config', 'get', 'database.url']);
    const given = await shopper.run(['config', 'list', '-o', 'json'], { env: { SHOP_DATABASE_URL: url } });
    const away = await shopper.run(['db', 'status']);
    await writeSetting(shopper.home, 'database.url', 'mysql://joe@localhost');
    const broken = await shopper.run(['items', 'list']);

    expect(kept.stdout).toBe('mysql://joe@/shop?socket=/nowhere/s\n');
    expect(given.stdout).toContain('mysql://joe:***@/shop');
    expect(given.stdout + away.stdout + away.stderr).not.toContain('pw-secret');
    expect(away).toMatchObject({ exitCode: 6, stderr: expect.stringContaining('database.url in ') });
    expect(broken).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(`database.url in ${shopper.home}/config.json cannot be used`),
    });
  });

  test('reads no .env of the folder it is started in', async () => {
    await using shopper = await aShopper();
    const folder = await mkdtemp(join(tmpdir(), 'shop-env-'));
    await writeFile(join(folder, '.env'), 'SHOP_CHAT_MODEL=from-dotenv\n');

    const { exitCode, stdout } = await shopper.run(['config', 'get', 'chat.model'], { cwd: folder });

    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    await rm(folder, { recursive: true });
  });
});

describe.skipIf(missing)('with a real keyring', () => {
  test('a secret is kept there; locked is told from not set', async () => {
    await using keyring = await startKeyring();
    await using shopper = await aShopper();
    const name = 'chat.api-key';
    const env = { ...keyring.env, SHOP_KEYCHAIN: 'auto', SHOP_HOME: shopper.home } as Record<string, string>;

    await shopper.json(['config', 'set', name], { input: 'sk-secret', env });
    const { stdout } = await shopper.run(['config', 'get', name, '--json'], { env });
    expect(JSON.parse(stdout)).toMatchObject({ value: null, source: 'keychain' });
    expect(await keyring.entries()).toBe(1);
    await keyring.lock();
    expect(await shopper.run(['config', 'unset', name], { env })).toMatchObject({ exitCode: 4, stdout: '' });
    expect((await shopper.run(['config', 'get', name], { env })).exitCode).toBe(0);
  });
});
