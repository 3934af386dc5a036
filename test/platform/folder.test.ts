import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ensureFolder } from '#platform/folder.ts';
import { temporaryHome } from '#test/home.ts';

describe('a folder', () => {
  test('is made with those above it, for its owner alone; a second time changes nothing', async () => {
    await using home = await temporaryHome();
    const path = join(home.folder, 'a', 'b', 'c');

    ensureFolder(path);
    ensureFolder(path);

    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(statSync(join(home.folder, 'a')).mode & 0o777).toBe(0o700);
  });

  test('cannot be made where a file stands', async () => {
    await using home = await temporaryHome();
    const file = join(home.folder, 'file');
    writeFileSync(file, '');

    expect(() => ensureFolder(file)).toThrow(/EEXIST/);
    expect(() => ensureFolder(join(file, 'below'))).toThrow(/ENOTDIR/);
  });

  test.skipIf(!existsSync('/proc/self'))('that nobody can make is refused, and not tried for ever', () => {
    expect(() => ensureFolder('/proc/shop/state')).toThrow(/ENOENT|EACCES|EPERM/);
  });
});
