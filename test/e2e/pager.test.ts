import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { anItem, someItems } from '#test/given.ts';
import { type Shopper, shopBin, test } from '#test/run-shop.ts';
import { openTerminal } from '#test/terminal.ts';
import { openShell, shopCommand } from '#test/tui.ts';

const hasLess = (() => {
  try {
    execFileSync('less', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const inTerminal = (shopper: Shopper, words: string[], env: Record<string, string | undefined>) =>
  openTerminal(process.execPath, [shopBin, ...words], {
    env: { ...shopper.env, PAGER: undefined, SHOP_PAGER: undefined, LESS: undefined, ...env },
  });

describe.skipIf(!hasLess)('what is longer than the screen', () => {
  test('is shown by the pager, and the shell is as it was when the person leaves', async ({ shopper }) => {
    await using shell = await openShell(shopper, { env: { SHOP_PAGER: 'less', LESS: undefined } });
    shell.press(`${shopCommand('help')}; echo "ended with $?"`, 'Enter');
    await shell.waitFor('A shop in your terminal');
    await shell.waitFor(/^:/m, "the pager's prompt");
    expect(shell.screen()).not.toContain('What holds for every command');

    shell.press('G');
    await shell.waitFor('What holds for every command');
    shell.press('q');

    await shell.waitFor('ended with 0');
    shell.press('stty -a | grep -o " icanon" && echo seen what is typed', 'Enter');
    await shell.waitFor(/\n icanon\nseen what is typed/);
  });

  test('may be left before its end: exit 0, and what still comes is not waited for', async ({
    db,
    shopper,
  }) => {
    await someItems(
      db,
      Array.from({ length: 300 }, (_, at) => ({ name: `Long thing ${at}`, description: 'x'.repeat(2000) })),
    );
    await using terminal = await inTerminal(shopper, ['items', 'list', '--all', '--json'], { PAGER: 'less' });

    await terminal.waitFor('Long thing 0');
    await terminal.waitFor(/^:/m, "the pager's prompt");
    // Ctrl-C belongs to the pager while it is there.
    terminal.press('Ctrl-C');
    // Keys that come while it still minds the interrupt are lost.
    while (!(await Promise.race([terminal.exit, pause(50)]))) terminal.press('q');

    expect(await terminal.exit).toEqual({ code: 0, signal: undefined });
    expect(terminal.scrollback()).not.toContain('Long thing 290');
  });

  test('is not paged where the pager is empty, cat or not there', async ({ shopper }) => {
    for (const env of [
      { SHOP_PAGER: '', PAGER: 'less' },
      { PAGER: 'cat' },
      { PAGER: 'no-such-pager -x' },
      { SHOP_PAGER: '/dev/null' },
      { PAGER: 'exec no-such-pager 2>/dev/null' },
      { PAGER: 'less', TERM: 'dumb' },
      {},
    ]) {
      await using terminal = await inTerminal(shopper, ['help'], env);

      expect((await terminal.exit).code).toBe(0);
      expect(terminal.scrollback()).toMatch(/A shop in your terminal[\s\S]*What holds for every command/);
    }
  });
});

test('what fits on the screen, and what goes into a pipe, sees no pager', async ({ db, shopper }) => {
  await anItem(db, { name: 'Only thing' });
  const env = { PAGER: 'sed s/^/paged:/' };

  await using terminal = await inTerminal(shopper, ['items', 'list'], env);
  await terminal.exit;
  await using long = await inTerminal(shopper, ['help'], env);
  await long.exit;
  const piped = await shopper.run(['help'], { env });

  expect(terminal.scrollback()).toMatch(/^\s*1\s+Only thing/m);
  expect(long.scrollback()).toMatch(/^paged:Usage: shop/m);
  expect(piped.stdout).toMatch(/^Usage: shop/);
});
