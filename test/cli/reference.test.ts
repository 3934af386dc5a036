import { readFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { exitCodes } from '#cli/exit.ts';
import { formats } from '#cli/formats.ts';
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
