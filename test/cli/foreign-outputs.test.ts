import { parse } from 'csv-parse/sync';
import stringWidth from 'string-width';
import { describe, expect } from 'vitest';
import type { Db } from '#db/connect.ts';
import { foreignTexts, keptTexts } from '#test/foreign-texts.ts';
import { someItems } from '#test/given.ts';
import { aModelServer, says } from '#test/model-server.ts';
import { type Shopper, test } from '#test/run-shop.ts';

// Letters, marks and signs, and the joiners that they need; nothing that a terminal obeys.
const harmless = /^(?:[\n -~\p{L}\p{M}\p{S}\p{Co}\p{Z}]|\u200c|\u200d)*$/u;

const whole = keptTexts.map(({ text }) => text);
const shown = keptTexts.map(({ shown }) => shown);

const aForeignShop = (db: Db) =>
  someItems(
    db,
    keptTexts.map(({ text }) => ({ name: text, description: text })),
  );

async function names(shopper: Shopper, ...words: string[]) {
  const { stdout, stderr, exitCode } = await shopper.run([
    'items',
    'list',
    '--fields',
    'name',
    '--all',
    ...words,
  ]);
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  return stdout;
}

const cells = (csv: string): string[] => parse(csv, { from_line: 2, record_delimiter: '\r\n' }).flat();

describe('foreign text', () => {
  test('is shown as it may be in tables, lines and details', async ({ db, inside }) => {
    const ids = await aForeignShop(db);

    expect((await names(inside, '-o', 'table')).split('\n')).toEqual(['NAME', ...shown, '']);
    expect((await names(inside, '-o', 'tsv')).split('\n')).toEqual([...shown, '']);
    for (const [at, id] of [...ids.entries()].filter(([at]) => at % 7 === 0)) {
      const { stdout } = await inside.run(['items', 'show', String(id), '-o', 'table']);
      expect(stdout).toBe(`${shown[at]}\n10.00, 5 in stock\n${shown[at]}\nid: ${id}\n`);
    }
  });

  test('is whole for programs, as each format writes it', async ({ db, inside }) => {
    await aForeignShop(db);

    const json = await names(inside, '--json');
    const ndjson = await names(inside, '-o', 'ndjson');
    const csv = await names(inside, '-o', 'csv');
    const safe = await names(inside, '--safe-csv');

    expect(JSON.parse(json)).toEqual(whole.map((name) => ({ name })));
    expect(
      ndjson
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).name),
    ).toEqual(whole);
    expect(json + ndjson).toMatch(harmless);
    expect(cells(csv)).toEqual(whole);
    expect(cells(safe)).toEqual(keptTexts.map(({ text, safe = text }) => safe));
  });

  test('is quoted in a refusal, to a person and to a program', async ({ inside }) => {
    for (const { what, text, shown } of foreignTexts) {
      const told = await inside.run(['orders', 'show', '--', text]);
      const json = await inside.run(['orders', 'show', '--json', '--', text]);

      const message = `<id> must be the number of an order, like 12, not "${shown}".`;
      expect(told, what).toEqual({ exitCode: 2, stdout: '', stderr: `shop: ${message}\n` });
      expect(JSON.parse(json.stderr).error.message).toBe(message);
      expect(json.stderr).toMatch(harmless);
    }
  });

  test('of a model is clean, though it comes in halves of characters', async ({ db, inside }) => {
    // Markdown has its own mind about brackets, line breaks and blanks.
    const texts = foreignTexts.filter(
      ({ text, shown }) => !/[\n\u2028\u2029]|^\s/.test(text) && !shown.includes('['),
    );
    const answer = texts.map(({ text }, at) => `${at}: ${text}`).join('\n\n');
    await using server = await aModelServer(says(...answer.split('')));
    await someItems(db, [{ name: 'Lamp' }]);
    const env = { OPENAI_BASE_URL: server.url };

    const told = await inside.run(['chat', 'tell me a story'], { env });
    const json = await inside.run(['chat', 'tell me a story', '--json'], { env });
    const { stdout: history } = await inside.run(['chat', '--history', '-o', 'tsv']);

    const lines = texts.map(({ shown }, at) => `${at}: ${shown}`);
    expect(told.stdout.split('\n').filter((line) => line !== '')).toEqual(lines);
    expect(JSON.parse(json.stdout).answer.toWellFormed()).toBe(answer.toWellFormed());
    expect(history.replaceAll('\t', ' ')).toMatch(harmless);
  });
});

const widths = [
  '日本の湯呑み 茶碗 急須 お盆',
  '👩‍👩‍👧 family 👍🏽 🇩🇪 🏴‍☠️',
  'e\u0301clair a\u0308o\u0308u\u0308 n\u0303'.repeat(4),
  'नमस्ते ไทย',
  'plain',
];

test.for([40, 80, 120])(
  'columns stand under each other at %i, whatever is in them',
  async (width, { db, inside }) => {
    await someItems(
      db,
      widths.map((name, at) => ({ name, price: `${10 ** at}.00`, stock: 1234 })),
    );

    const { stdout } = await inside.run(['items', 'list', '-o', 'table'], {
      env: { COLUMNS: String(width) },
    });

    const [head = '', ...rows] = stdout.trimEnd().split('\n');
    const endOf = (line: string, mark: string) =>
      stringWidth(line.slice(0, line.lastIndexOf(mark) + mark.length));
    expect(rows.map((row) => endOf(row, '.00'))).toEqual(rows.map(() => endOf(head, 'PRICE')));
    expect(rows.map((row) => endOf(row, '1234'))).toEqual(rows.map(() => endOf(head, 'STOCK')));
    expect(Math.max(...rows.map((row) => stringWidth(row)))).toBeLessThanOrEqual(width);
  },
);
