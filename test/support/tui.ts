import { type Shopper, shopBin } from './run-shop.ts';
import { openTerminal, type TestTerminal } from './terminal.ts';

type Wish = { columns?: number; rows?: number; words?: string[]; env?: Record<string, string | undefined> };

/** `shop tui` of this shopper, as they would see it; it is there when its first rows are. */
export async function openTui(shopper: Shopper, wish: Wish = {}): Promise<TestTerminal> {
  const { columns, rows, words = [], env } = wish;
  const terminal = await openTerminal(process.execPath, [shopBin, 'tui', ...words], {
    columns,
    rows,
    env: { ...shopper.env, ...env },
  });
  await terminal.waitFor(/[?] help|This terminal has/, 'the first frame');
  return terminal;
}

/** A shell with job control in a terminal, for what happens around the shop: Ctrl-Z, what the screen keeps. */
export async function openShell(shopper: Shopper, wish: Omit<Wish, 'words'> = {}): Promise<TestTerminal> {
  const { columns, rows, env } = wish;
  const terminal = await openTerminal('bash', ['--norc', '--noprofile', '-i'], {
    columns,
    rows,
    env: { ...shopper.env, PS1: 'prompt> ', ...env },
  });
  await terminal.waitFor('prompt>');
  return terminal;
}

/** The command that starts the shop from a shell. */
export const shopCommand = (...words: string[]) => [process.execPath, shopBin, ...words].join(' ');

/** The row of the screen that has the marker, from the marker on; empty when nothing is marked. */
export const markedRow = (screen: string): string => /› .*/.exec(screen)?.[0] ?? '';
