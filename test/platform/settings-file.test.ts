import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { changingSettings, readSettings, writeSetting } from '#platform/settings-file.ts';
import { aShopper } from '#test/run-shop.ts';

test('of changes that happen at once none is lost, whether in one process or in several', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shop-settings-'));
  await using shopper = await aShopper({ home: folder });
  const set = (name: string, value: string) => shopper.run(['config', 'set', name, value]);

  const others = [set('chat.model', 'one'), set('chat.fallback-model', 'two')];
  const keep = (name: 'login.keychain' | 'chat.base-url', value: string) =>
    changingSettings(folder, () => writeSetting(folder, name, value));
  await Promise.all([keep('login.keychain', 'file'), keep('chat.base-url', 'https://localhost')]);
  const answers = await Promise.all(others);

  expect(answers.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(readSettings(folder).plain).toEqual({
    'chat.model': 'one',
    'chat.fallback-model': 'two',
    'chat.base-url': 'https://localhost',
    'login.keychain': 'file',
  });
  await rm(folder, { recursive: true });
});

test('a place that cannot be written is told, and is no fault of the program', async () => {
  const refused = changingSettings('/proc/nowhere', async () => {});

  await expect(refused).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringMatching(/^The setting cannot be kept in \/proc\/nowhere/),
  });
});
