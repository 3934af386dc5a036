import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findingsOf, smallest, type Terminal } from '#cli/commands/doctor/terminal.ts';
import { environment } from '#cli/reference/environment.ts';
import { settingNames, settingOf } from '#platform/settings.ts';
import { examineIn } from '#test/examine.ts';
import { type TemporaryHome, temporaryHome } from '#test/home.ts';
import { aModelServer, lists, refuses, stallsAfter } from '#test/model-server.ts';
import { SMALLEST } from '#tui/theme.ts';

const envOf = ({ folder }: TemporaryHome, more: NodeJS.ProcessEnv = {}) => ({
  PATH: process.env.PATH,
  HOME: folder,
  SHOP_HOME: folder,
  SHOP_KEYCHAIN: 'file',
  ...more,
});

test('on a machine with nothing, nothing is a problem, and nothing is made', async () => {
  await using home = await temporaryHome();

  const found = await examineIn(envOf(home));

  expect(found('server')).toMatchObject([{ status: 'ok', details: { state: 'absent' } }]);
  for (const check of ['node', 'folders', 'settings', 'keychain', 'terminal', 'assistant']) {
    expect(found(check)).toMatchObject([{ status: 'ok' }]);
  }
  for (const check of ['connection', 'schema', 'rights', 'clock', 'books', 'login']) {
    expect(found(check)).toMatchObject([{ status: 'skipped' }]);
  }
  expect(await readdir(home.folder)).toEqual([]);
});

describe('a folder', () => {
  test('that is a file, or below one', async () => {
    for (const folder of ['/dev/null', '/dev/null/below']) {
      expect((await examineIn({ SHOP_HOME: folder, HOME: '/' }))('folders')).toMatchObject([
        { status: 'problem', code: 'unavailable', message: '/dev/null is a file.' },
      ]);
    }
  });

  test('where no file can ever be', async () => {
    expect((await examineIn({ SHOP_HOME: '/proc/nowhere', HOME: '/' }))('folders')).toMatchObject([
      { status: 'problem', code: 'unavailable' },
    ]);
  });

  test('that others may write in', async () => {
    await using home = await temporaryHome();
    await chmod(home.folder, 0o777);

    expect((await examineIn(envOf(home)))('folders')).toMatchObject([
      { status: 'warning', next: `chmod go-w ${home.folder}` },
    ]);
  });
});

describe('the settings', () => {
  test('are told apart: a value that means nothing, a name that is none', async () => {
    await using home = await temporaryHome();
    await writeFile(
      join(home.folder, 'config.json'),
      JSON.stringify({ tui: { mouse: 'sideways' }, chat: { modle: 'x' } }),
      { mode: 0o600 },
    );

    expect((await examineIn(envOf(home, { SHOP_DATABSE_URL: 'x' })))('settings')).toMatchObject([
      { status: 'problem', code: 'usage', message: expect.stringContaining('must be one of on, off') },
      { status: 'warning', next: 'Did you mean chat.model?' },
      { status: 'warning', next: 'Did you mean SHOP_DATABASE_URL?' },
    ]);
  });

  test.for<[why: string, make: (file: string) => Promise<void>]>([
    ['it is not JSON', (file) => writeFile(file, '{', { mode: 0o600 })],
    ['others may write it', (file) => writeFile(file, '{}').then(() => chmod(file, 0o666))],
    ['it is no small file', async (file) => void (await mkdir(file))],
  ])('in a file of which %s: the rest waits for that', async ([why, make]) => {
    await using home = await temporaryHome();
    await make(join(home.folder, 'config.json'));

    const found = await examineIn(envOf(home));

    expect(found('settings')).toMatchObject([{ status: 'problem', message: expect.stringContaining(why) }]);
    for (const check of ['server', 'connection', 'schema', 'keychain', 'login', 'assistant']) {
      expect(found(check)).toMatchObject([{ status: 'skipped', message: 'The settings come first.' }]);
    }
  });

  test('in a variable', async () => {
    await using home = await temporaryHome();

    expect((await examineIn(envOf(home, { SHOP_KEYCHAIN: 'yes' })))('settings')).toMatchObject([
      { status: 'problem', code: 'usage', next: 'One of auto, os, file, none.' },
    ]);
  });

  test('have variables of which the table tells', () => {
    const told = environment.flatMap(({ names }) => names);

    for (const name of settingNames) {
      const { env } = settingOf(name);
      if (env) expect(told).toContain(env);
    }
  });
});

test('a login file that is open to others is a problem', async () => {
  await using home = await temporaryHome();
  const env = envOf(home);
  const [folder = ''] = await loginFolders(home, env);
  await writeFile(join(folder, 'login'), 'token', { mode: 0o644 });

  expect((await examineIn(env))('login')).toMatchObject([
    { status: 'problem', code: 'auth', message: expect.stringContaining('open to other users') },
  ]);
});

// The folder's name is made of the database's place: a visitor's token would lie in it.
async function loginFolders({ paths }: TemporaryHome, env: NodeJS.ProcessEnv): Promise<string[]> {
  const { openLoginStore } = await import('#shop.ts');
  const { readConfig } = await import('#platform/config.ts');
  const store = await openLoginStore({ env, paths, config: readConfig(env, paths.config) });
  await store.createVisitor('nobody');
  const logins = join(paths.state, 'logins');
  return (await readdir(logins)).map((name) => join(logins, name));
}

describe('the assistant', () => {
  const ask = async (env: NodeJS.ProcessEnv, patience?: number) => {
    await using home = await temporaryHome();
    return (await examineIn(envOf(home, env), patience))('assistant');
  };
  const with_ = (url: string) => ({
    OPENAI_BASE_URL: url,
    OPENAI_API_KEY: 'sk-marked',
    SHOP_CHAT_MODEL: 'small',
  });

  test('has its model, and nothing was asked that costs', async () => {
    await using server = await aModelServer(lists('large', 'small:latest'));

    expect(await ask(with_(server.url))).toMatchObject([
      { status: 'ok', message: `${server.url} answers and knows small.` },
    ]);
    expect(server).toMatchObject({ asked: [], keys: ['Bearer sk-marked'] });
  });

  test('has a model that its server does not know', async () => {
    await using server = await aModelServer(lists('large'));

    expect(await ask(with_(server.url))).toMatchObject([
      { status: 'problem', code: 'unavailable', next: expect.stringContaining('one that it has: large') },
    ]);
    expect(await ask({ ...with_(server.url), SHOP_CHAT_FALLBACK_MODEL: 'large' })).toMatchObject([
      { status: 'warning', message: expect.stringContaining('it knows large, which answers instead') },
    ]);
  });

  test('has a server that lists nothing, refuses the key, says nothing, or is not there', async () => {
    await using mute = await aModelServer(refuses(404));
    await using strict = await aModelServer(refuses(401));
    await using slow = await aModelServer(stallsAfter());

    expect(await ask(with_(mute.url))).toMatchObject([
      { status: 'ok', message: expect.stringContaining('lists no models') },
    ]);
    expect(await ask(with_(strict.url))).toMatchObject([
      { status: 'problem', message: 'The model refuses the API key.', next: 'Check OPENAI_API_KEY.' },
    ]);
    expect(await ask(with_(slow.url), 300)).toMatchObject([
      { status: 'problem', code: 'unavailable', message: `${slow.url} does not answer within 0.3 seconds.` },
    ]);
    expect(await ask(with_('http://127.0.0.1:1/v1'))).toMatchObject([
      { status: 'problem', message: 'The model cannot be reached.' },
    ]);
    expect(await ask(with_('http://example.com/v1'))).toMatchObject([{ status: 'problem', code: 'usage' }]);
  });
});

describe('the terminal', () => {
  const terminal: Terminal = {
    isTTY: true,
    columns: 80,
    rows: 24,
    colorDepth: 24,
    graphics: undefined,
    env: { TERM: 'xterm-256color', LANG: 'en_US.UTF-8' },
  };
  const found = (change: Partial<Terminal>) => [findingsOf({ ...terminal, ...change })].flat();

  test('is told with what it can do', () => {
    expect(found({})).toMatchObject([
      { status: 'ok', message: '80x24, 16 million colours, Unicode, no pictures.' },
    ]);
    expect(found({ colorDepth: 8, graphics: 'kitty' })).toMatchObject([
      { message: '80x24, 256 colours, Unicode, pictures by kitty.' },
    ]);
    expect(found({ env: { ...terminal.env, NO_COLOR: '1' } })).toMatchObject([
      { message: expect.stringContaining('no colours (NO_COLOR)') },
    ]);
    expect(found({ isTTY: false })).toMatchObject([{ status: 'ok', details: { isTTY: false } }]);
  });

  test.for<[wrong: string, change: Partial<Terminal>, sentence: RegExp]>([
    ['too small', { columns: 59 }, /59x24; the full screen needs 60x16/],
    ['dumb', { env: { ...terminal.env, TERM: 'dumb' } }, /TERM is dumb/],
    ['nameless', { env: { LANG: 'C.UTF-8' } }, /TERM is not set/],
    ['in an old locale', { env: { ...terminal.env, LC_ALL: 'C' } }, /not UTF-8/],
  ])('is warned of when it is %s', ([, change, sentence]) => {
    expect(found(change)).toMatchObject([{ status: 'warning', message: expect.stringMatching(sentence) }]);
  });

  test('is measured by what the full screen needs', () => {
    expect(smallest).toEqual(SMALLEST);
  });
});
