import { expect, test } from 'vitest';
import { temporaryHome } from '#test/home.ts';
import { aShopper } from '#test/run-shop.ts';

type Status = { kind: string; state: string; schema: string | null; upToDate: boolean };

test('an empty home: the first command makes the shop, the last one stops it', async () => {
  await using home = await temporaryHome();
  const shopper = await aShopper({ home: home.folder });
  expect(await shopper.json<Status>(['db', 'status'])).toMatchObject({ kind: 'embedded', state: 'absent' });

  const first = await shopper.run(['items', 'list']);
  const second = await shopper.run(['items', 'list']);

  expect(first.exitCode).toBe(0);
  expect(first.stdout.trimEnd().split('\n')).toHaveLength(10);
  expect(first.stderr).toContain('joe and smith can log in with the password shop-demo.');
  expect(second).toEqual({ stdout: first.stdout, stderr: '', exitCode: 0 });
  expect(await shopper.json<Status>(['db', 'status'])).toMatchObject({ state: 'running', upToDate: true });
  expect(await shopper.run(['db', 'seed'])).toMatchObject({ exitCode: 5 });
  expect(await shopper.run(['login', 'joe', '--password-stdin'], { input: 'shop-demo\n' })).toMatchObject({
    exitCode: 0,
  });

  expect(await shopper.json(['db', 'stop'])).toEqual({ stopped: true });
  expect(await shopper.json(['db', 'stop'])).toEqual({ stopped: false });
  expect(await shopper.json<Status>(['db', 'status'])).toMatchObject({ state: 'stopped' });
  expect(await shopper.json<Status>(['db', 'start', '--quiet'])).toMatchObject({ state: 'running' });
  expect(await shopper.json(['whoami'])).toMatchObject({ user: { username: 'joe' } });
  expect(await shopper.json(['db', 'stop'])).toEqual({ stopped: true });
});

test('two commands at the same first moment share one database', async () => {
  await using home = await temporaryHome();
  const shopper = await aShopper({ home: home.folder });

  const answers = await Promise.all([
    shopper.run(['items', 'list', '--fields', 'name']),
    shopper.run(['cart', 'add', 'Item 1', '--fields', 'total']),
    shopper.run(['--quiet', 'items', 'show', 'Item 10', '--fields', 'price']),
  ]);

  expect(answers.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
  expect(answers[0]?.stdout.trimEnd().split('\n')).toHaveLength(10);
  expect(answers.slice(1).map(({ stdout }) => stdout)).toEqual(['10.00\n', '9.99\n']);
  expect(answers[2]?.stderr).toBe('');
  const said = answers.map(({ stderr }) => stderr).join('');
  expect(said.match(/The sample shop is loaded/g) ?? []).toHaveLength(said.includes('loaded') ? 1 : 0);
  expect(await shopper.json(['db', 'verify'])).toMatchObject({ broken: [] });
  await shopper.run(['db', 'stop']);
});
