import { existsSync, readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { type Shell, shells } from '#cli/completion/scripts.ts';
import type { Db } from '#db/connect.ts';
import { item } from '#db/schema.ts';
import { seedSample } from '#db/seed.ts';
import { missingPrograms } from '#test/apt.ts';
import { type Shopper, test } from '#test/run-shop.ts';
import { openCompleting } from '#test/shells.ts';
import type { Key } from '#test/watch.ts';

const missing = await missingPrograms(...shells);
if (missing) process.stderr.write(`The shells are not tried: ${missing}.\n`);

/** joe, logged in on the sample shop, in a folder of his own. */
async function joe(db: Db, shopper: Shopper) {
  await seedSample(db, { demoPasswords: true });
  await shopper.json(['login', 'joe', '--password-stdin'], { input: 'shop-demo\n' });
}

/** A shell of this shopper; `line` types, presses Tab and waits for what the line has become. */
async function aShell(shell: Shell, shopper: Shopper) {
  const terminal = await openCompleting(shell, shopper);
  const isLine = (line: string) => (screen: string) =>
    screen.split('\n').some((row) => row.trimEnd() === `ready> ${line}`.trimEnd());
  return {
    ...terminal,
    /** Ends with an empty line at the prompt, on an empty screen. */
    async line(keys: Key[], line: string, beside?: RegExp) {
      terminal.press(...keys, 'Tab');
      await terminal.waitFor(isLine(line), `the line "${line}"`);
      if (beside) {
        // bash shows at the second Tab what there is to choose from.
        if (shell === 'bash') terminal.press('Tab');
        await terminal.waitFor(beside);
      }
      await this.clear();
    },
    async clear() {
      // Not Ctrl-C: a shell that is still at its answer would be interrupted, and this is read after it.
      terminal.press('Ctrl-U');
      await terminal.waitFor(isLine(''), 'the prompt');
      terminal.press('\x0c');
      await terminal.waitFor((screen) => screen.trim() === 'ready>', 'an empty screen');
    },
    [Symbol.asyncDispose]: () => terminal[Symbol.asyncDispose](),
  };
}

describe.skipIf(missing !== null)('Tab', () => {
  test.for(shells)('in %s writes the line', async (shell, { db, shopper }) => {
    await joe(db, shopper);
    await using it = await aShell(shell, shopper);

    await it.line(['shop it'], 'shop items');
    await it.line(['shop items sh'], 'shop items show');
    await it.line(['shop items list --min'], 'shop items list --min-price');
    await it.line(['shop items list -o nd'], 'shop items list -o ndjson');
    await it.line(['shop items list --output=nd'], 'shop items list --output=ndjson');
    await it.line(['shop items list --stock o'], 'shop items list --stock out');
    await it.line(['shop items list --fields id,na'], 'shop items list --fields id,name');
    await it.line(['shop cart show --fields=itemId,q'], 'shop cart show --fields=itemId,quantity');
    await it.line(['shop config get tui.b'], 'shop config get tui.borders');
    // From the database: what there is to choose from has a name beside it.
    await it.line(['shop items show 1'], 'shop items show 1', /10 .*Item 10, 9\.99/);
    await it.line(['shop orders show '], 'shop orders show 1');
    if (shell !== 'fish') await it.line(['shop cart add "item 3'], 'shop cart add "3"');
  });

  test.for(shells)('in %s runs nothing that is called like a command', async (shell, { db, shopper }) => {
    const names = [
      '$(touch pwned)',
      '`touch pwned`',
      'a\ntouch pwned\n',
      `'; touch pwned; "`,
      '%F{red}\\x1b[2J\u001b[2J',
    ];
    await db.insert(item).values(names.map((name) => ({ name, price: '1.00', stock: 1 })));
    const folder = join(shopper.home, 'work');
    await mkdir(folder);
    await using it = await aShell(shell, shopper);
    it.press(`cd ${folder}`, 'Enter');
    await it.clear();

    await it.line(['shop items show '], 'shop items show', /4 .*'; touch pwned; "/);
    it.press('shop items show 1', 'Tab', 'Enter');
    await it.waitFor(/^\$\(touch pwned\)$/m);

    expect(readdirSync(folder)).toEqual([]);
  });

  test.for(shells)('in %s is silent without a database, and makes nothing', async (shell, { shopper }) => {
    const home = join(shopper.home, 'nowhere');
    await using it = await aShell(shell, shopper);
    it.press(`export SHOP_HOME=${home} SHOP_DATABASE_URL=`, 'Enter');
    await it.clear();

    await it.line(['shop items show 1', 'Tab', ' --js'], 'shop items show 1 --json');
    await it.line(['shop orders show ', 'Tab', '1 --js'], 'shop orders show 1 --json');
    it.press('echo still here', 'Enter');
    await it.waitFor(/^still here$/m);

    expect(it.scrollback()).not.toMatch(/shop:|rror/);
    expect(existsSync(home)).toBe(false);
  });
});
