import { readFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { exitCodes } from '#cli/exit.ts';
import { formats } from '#cli/formats.ts';
import { rows } from '#cli/program.ts';
import { readmeFile, readmeFromCode } from '#test/readme-tables.ts';
import { test } from '#test/run-shop.ts';

test("README's tables are those of the code (npm run readme writes them)", () => {
  expect(readFileSync(readmeFile, 'utf8')).toBe(readmeFromCode());
});

describe('shop help', () => {
  test('tells of every exit code, format and variable, on a page and for programs', async ({ inside }) => {
    const codes = await inside.json<{ code: number; name: string }[]>(['help', 'exit-codes']);
    const forms = await inside.json<{ format: string }[]>(['help', 'formatting']);
    const page = await inside.run(['help', 'environment']);

    expect(Object.fromEntries(codes.map(({ code, name }) => [name, code]))).toEqual({ ok: 0, ...exitCodes });
    expect(forms.map(({ format }) => format)).toEqual([...formats]);
    expect(page).toMatchObject({ exitCode: 0, stderr: '' });
    expect(page.stdout).toMatch(/^Variables that shop reads:\n\n {2}SHOP_DATABASE_URL\n {6}mysql:/);
    expect(page.stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  test('of a command has its JSON keys, and how it can end as help exit-codes has it', async ({ inside }) => {
    const { stdout } = await inside.run(['account', 'sessions', '--help']);
    const page = await inside.run(['help', 'exit-codes']);
    const [, keys = '', endings = ''] = stdout.split(/\n\n(?:JSON keys|Exit codes):\n/);

    expect(keys).toBe('  id, device, startedAt, lastSeenAt, expiresAt, current\n  with --end:\n    ended');
    expect(endings.match(/^ +\d+/gm)?.map(Number)).toEqual([0, 1, 2, 3, 4, 5, 6, 130]);
    for (const line of endings.trimEnd().split('\n')) expect(page.stdout).toContain(line);
    expect((await inside.run(['account', 'sessions', '-qh'])).stdout).toBe(stdout);
    expect((await inside.run(['config', 'path', '--help'])).stdout).toMatch(
      /\n\nJSON keys:\n {2}path\n\nExit codes:\n(?!.* [3-7] )[\s\S]* 130 {2}interrupted {2}Ctrl-C\n$/,
    );
  });

  test('of every command fits into a terminal, its examples aside', async ({ inside }) => {
    const wide: string[] = [];
    for (const [usage] of rows) {
      const way = usage.split(' ').filter((word) => /^[a-z]/.test(word));
      const { stdout } = await inside.run([...way, '--help']);
      wide.push(...stdout.split('\n').filter((line) => line.length > 80 && !/^ {2}\$ /.test(line)));
    }

    expect(wide).toEqual([]);
  });

  test('tells of keys within keys as they are', async ({ inside }) => {
    await inside.json(['cart', 'add', '1']).catch(() => {});
    const register = ['register', '--username', 'ann', '--password-stdin', '--no-input'];
    const person = await inside.json<Record<string, object>>(register, { input: 'a good password\n' });
    const { stdout } = await inside.run(['register', '--help']);

    for (const part of ['user', 'session'])
      expect(stdout.replace(/\n +/g, ' ')).toContain(
        `${part}{${Object.keys(person[part] ?? {}).join(', ')}}`,
      );
  });

  test('with a command is the help of that command, and with a word that is neither a refusal', async ({
    inside,
  }) => {
    const help = await inside.run(['help', 'cart', 'add']);

    expect(help).toEqual(await inside.run(['cart', 'add', '--help']));
    expect(await inside.run(['help', 'formating'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Did you mean shop help formatting?'),
    });
  });
});
