import stringWidth from 'string-width';
import { expect } from 'vitest';
import { test } from '#test/database.ts';
import { foreignTexts, keptTexts } from '#test/foreign-texts.ts';
import { someItems } from '#test/given.ts';
import { aModelServer, says } from '#test/model-server.ts';
import { openScreen } from '#test/screen.ts';

// Links, titles, the clipboard, controls, what turns writing round, what is not shown.
const commands = String.raw`\x1b[\]PX^_]`;
const controls = String.raw`[\0\x07\x08\x7f-\x9f\u2028\u2029]`;
const unseen = String.raw`[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]`;
const forbidden = new RegExp(`${commands}|${controls}|${unseen}`, 'u');

test('foreign text is shown as it may be in lists, details and the chat', async ({ db, databaseUrl }) => {
  await someItems(
    db,
    keptTexts.map(({ text }) => ({ name: text, description: text })),
  );
  const said = foreignTexts.filter(({ text }) => !/[\n\u2028\u2029]|^\s/.test(text) && !text.includes('['));
  const answer = said.map(({ text }) => `: ${text}`).join('\n\n');
  await using server = await aModelServer(says(...answer.split('')));
  await using screen = await openScreen({
    databaseUrl,
    columns: 120,
    rows: 120,
    env: { OPENAI_BASE_URL: server.url },
  });

  const rows = keptTexts.map(({ shown }) => shown.trim());
  await screen.waitFor((seen) => rows.every((row) => seen.includes(` ${row} `)), 'every name');

  screen.press('t');
  await screen.waitFor('5 of 5 left');
  screen.press(...'tell me a story', 'Enter');
  await screen.waitFor('4 of 5 left');
  const words = said.map(({ shown }) => shown);
  // What is wrapped comes in its composed form.
  const missing = () => words.filter((one) => !screen.screen().normalize().includes(`: ${one.normalize()}`));
  await screen.waitFor(() => missing().length === 0, 'every word');

  expect(screen.raw()).not.toMatch(forbidden);
});

const names = [
  '日本の湯呑み 茶碗 急須 お盆 箸置き 手ぬぐい',
  '👩‍👩‍👧 family 👍🏽 🇩🇪 🏴‍☠️ ❤️',
  'e\u0301clair a\u0308o\u0308u\u0308 '.repeat(8),
  'नमस्ते ไทย العربية',
  'plain',
];

test.for([60, 80, 120])(
  'borders stand under each other at %i, whatever is in the lists',
  async (columns, { db, databaseUrl }) => {
    await someItems(
      db,
      names.map((name) => ({ name, description: names.join(' ') })),
    );
    await using screen = await openScreen({ databaseUrl, columns, rows: 24 });
    await screen.waitFor(/› .*10\.00/);
    await screen.waitFor('plain');

    const lines = screen.screen().split('\n');
    const bordered = lines.filter((line) => line.includes('│'));
    const borders = (line: string) =>
      [...line.matchAll(/│/g)].map(({ index }) => stringWidth(line.slice(0, index)));
    const [first = []] = bordered.map(borders);
    expect(bordered.length).toBeGreaterThan(10);
    expect(bordered.map(borders)).toEqual(bordered.map(() => first));
    expect(
      new Set(
        lines
          .filter((line) => line.includes('10.00'))
          .map((line) => stringWidth(line.slice(0, line.indexOf('10.00')))),
      ).size,
    ).toBe(1);
  },
);
