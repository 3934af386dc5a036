import { expect } from 'vitest';
import { someItems } from '#test/given.ts';
import { aModelServer, says, stallsAfter } from '#test/model-server.ts';
import { test } from '#test/run-shop.ts';
import { openTui } from '#test/tui.ts';

test('the chat answers, shows what is left, and its items take the keys of a list', async ({
  shopper,
  db,
}) => {
  await someItems(db, [
    { name: 'Lamp', price: '7.50', stock: 3 },
    { name: 'Oak Table', price: '99.00', stock: 2 },
  ]);
  await using terminal = await openTui(shopper);
  terminal.press('t');
  await terminal.waitFor('5 of 5 left');

  terminal.press(...'something under 10', 'Enter');
  await terminal.waitFor('Lamp, 7.50, 3 in stock');
  await terminal.waitFor('4 of 5 left');
  terminal.press('Down');
  await terminal.waitFor(/› Lamp +7\.50/);
  terminal.press('a');
  await terminal.waitFor('cart 1 · 7.50');
  terminal.press('Esc');

  terminal.press(...'put an oak table in my cart', 'Enter');
  await terminal.waitFor('Sure?');
  terminal.press('y');
  await terminal.waitFor('cart 2 · 106.50');
  expect(terminal.screen()).toContain('3 of 5 left');
});

test('Esc stops an answer at once; Markdown is shown without its marks', async ({ shopper }) => {
  await using server = await aModelServer(
    says('Take **this**.\n\n- one\n'),
    stallsAfter('Once upon'),
    stallsAfter(),
  );
  await using terminal = await openTui(shopper, { env: { OPENAI_BASE_URL: server.url } });
  terminal.press('t');
  await terminal.waitFor('5 of 5 left');

  terminal.press(...'what shall I do?', 'Enter');
  await terminal.waitFor('Take this.');
  await terminal.waitFor('• one');
  await terminal.waitForGone('answering');

  terminal.press(...'tell me a story', 'Enter');
  await terminal.waitFor('Once upon');
  terminal.press('Esc');
  await terminal.waitFor('Stopped.');
  await terminal.waitForGone('answering');
  await terminal.waitFor('3 of 5 left');

  // Before the first word: the prompt comes back.
  terminal.press(...'and now?', 'Enter');
  await expect.poll(() => server.asked.length, { timeout: 30_000 }).toBe(3);
  terminal.press('Esc');
  await terminal.waitFor(/and now\?\P{Cn}*Stopped\./u);
  await terminal.waitFor('3 of 5 left');
  await terminal.waitForGone('answering');
  terminal.press('Esc');
  await terminal.waitForGone('╭─ Chat');
});
