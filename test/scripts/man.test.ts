import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { addGlobals } from '#cli/globals.ts';
import { createProgram, rows } from '#cli/program.ts';
import { environment } from '#cli/reference/environment.ts';
import type { Room } from '#cli/room.ts';
import { manualPage } from '../../scripts/man/page.ts';
import { escaped } from '../../scripts/man/roff.ts';

const page = await manualPage({ version: '1.2.3', date: '2026-12-01' });

/** Every option of every command, as it is typed. */
async function everyFlag(): Promise<string[]> {
  const flags: string[] = [];
  const { program, fill } = createProgram({
    version: '1',
    begin: () => {},
    help: () => {},
    prepare: async (command, { register }) => {
      register(command, {} as Room);
      addGlobals(command);
      flags.push(...command.options.filter(({ hidden }) => !hidden).map(({ flags }) => flags));
    },
  });
  for (const command of program.commands.flatMap((one) => [one, ...one.commands])) await fill(command);
  return flags;
}

describe('the manual', () => {
  test('has every command, option and variable', async () => {
    for (const [usage] of rows) expect(page).toContain(`.SS "${escaped(usage)}"\n`);
    for (const flags of await everyFlag()) expect(page).toContain(`.TP\n.B ${escaped(flags)}\n`);
    for (const { shown } of environment) expect(page).toContain(`.B ${escaped(shown)}\n`);
  });

  test('is ASCII, with requests of man(7) alone, each pair of them closed', () => {
    const requests = page.split('\n').flatMap((line) => /^[.'](\S*)/.exec(line)?.[1] ?? []);
    const count = (name: string) => requests.filter((request) => request === name).length;

    expect(page).toMatch(/^[\n -~]*$/);
    expect(new Set(requests)).toEqual(
      new Set(['\\"', 'TH', 'nh', 'ad', 'SH', 'SS', 'PP', 'TP', 'B', 'BR', 'RI', 'RS', 'RE', 'EX', 'EE']),
    );
    expect([count('EX'), count('RS')]).toEqual([count('EE'), count('RE')]);
    expect(page.match(/^\.(?:SS|TH) (?!("[^"]*"|\S+)( ("[^"]*"|\S+))*$).*$/m)).toBeNull();
  });

  test('is set by groff without a word, as it was written', async ({ skip }) => {
    const options = ['-man', '-ww', '-rLL=100n', '-Tutf8', '-P-c', '-P-b', '-P-u', '-P-o'];
    const groff = execFile('groff', options);
    groff.stdin?.on('error', () => {});
    groff.stdin?.end(page);
    const missing = await Promise.race([
      once(groff, 'spawn').then(() => false),
      once(groff, 'error').then(() => true),
    ]);
    if (missing || !groff.stdout || !groff.stderr) return skip('groff is not installed');
    const [shown, said] = await Promise.all([text(groff.stdout), text(groff.stderr)]);

    expect(said).toBe('');
    expect(shown).toContain('SHOP_DATABASE_URL\n');
    expect(shown).toContain(`$ shop items list --search "red lamp, torch" --max-price 20 --sort price\n`);
    expect(shown).toContain('-n, --quantity <n>');
  });
});

test('a text that looks like a request is none', () => {
  expect(escaped('.so /etc/passwd\n.\\')).toBe('\\&.so /etc/passwd\n\\&.\\e');
});
