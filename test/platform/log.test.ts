import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { logFault } from '#platform/log.ts';
import { temporaryHome } from '#test/home.ts';

test('keeps a fault with its cause, for its owner alone, without the values of a query', async () => {
  await using home = await temporaryHome({ name: 'state' });
  const cause = new Error('Duplicate entry');

  const path = logFault(
    home.paths,
    new Error('Failed query: insert into users\nparams: joe,$argon2id$secret\nof joe', { cause }),
  );

  const log = readFileSync(path ?? '', 'utf8');
  expect(log).toMatch(
    /^\d{4}-\d\d-\d\dT.*Failed query: insert into users\nparams: \(left out\)\n\s+at [\s\S]*caused by Error: Duplicate entry/,
  );
  expect(log).not.toContain('secret');
  expect(statSync(path ?? '').mode & 0o777).toBe(0o600);
  expect(statSync(home.folder).mode & 0o777).toBe(0o700);
});

test('starts a new log when the old one has grown', async () => {
  await using home = await temporaryHome();
  writeFileSync(join(home.folder, 'shop.log'), 'x'.repeat(1_000_001));

  const path = logFault(home.paths, 'a word');

  expect(readFileSync(path ?? '', 'utf8')).toMatch(/a word\n\n$/);
  expect(statSync(`${path}.1`).size).toBe(1_000_001);
});

test('never throws, even where nothing can be written', async () => {
  await using home = await temporaryHome();
  writeFileSync(join(home.folder, 'file'), '');

  expect(logFault({ state: join(home.folder, 'file') }, new Error('lost'))).toBe(undefined);
});
