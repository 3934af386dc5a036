import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Shell } from '#cli/completion/scripts.ts';
import { type Shopper, shopBin } from './run-shop.ts';
import { openTerminal, type TestTerminal } from './terminal.ts';

/** The environment of a shopper who has `shop` on the PATH. */
export async function withShopOnPath({ home, env }: Shopper): Promise<Record<string, string>> {
  const bin = join(home, 'bin');
  await mkdir(bin, { recursive: true });
  await symlink(shopBin, join(bin, 'shop')).catch(() => {});
  return { ...env, PATH: `${bin}:${env.PATH}` };
}

// What the help of `shop completion` says to write there.
const setUp: Record<Shell, { file: string; lines: string[] }> = {
  bash: { file: '.bashrc', lines: ['eval "$(shop completion bash)"', "PS1='ready> '"] },
  zsh: {
    file: '.zshrc',
    lines: ['autoload -U compinit', 'compinit -u -D', 'source <(shop completion zsh)', "PS1='ready> '"],
  },
  fish: {
    file: '.config/fish/config.fish',
    lines: ['shop completion fish | source', 'function fish_prompt', '  echo -n "ready> "', 'end'],
  },
};

/** A shell of a person who has set up completion, at its prompt. */
export async function openCompleting(shell: Shell, shopper: Shopper): Promise<TestTerminal> {
  const { file, lines } = setUp[shell];
  const path = join(shopper.home, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${lines.join('\n')}\n`);
  // A fish without this folder has a program read every manual page of the machine, which goes on into a home that is gone.
  if (shell === 'fish')
    await mkdir(join(shopper.home, '.local/share/fish/generated_completions'), { recursive: true });
  const terminal = await openTerminal(shell, ['-i'], {
    // However busy the machine is, a test waits for what it is about.
    env: { ...(await withShopOnPath(shopper)), SHOP_COMPLETION_MS: '60000' },
  });
  await terminal.waitFor(/^ready>$/m);
  return terminal;
}
