import { expect, inject, vi } from 'vitest';
import { register } from '#domain/accounts.ts';
import { getItem } from '#domain/items.ts';
import { onSocket, test } from '#test/database.ts';
import { someItems } from '#test/given.ts';
import { aModelServer, says, stallsAfter } from '#test/model-server.ts';
import { openProxy } from '#test/proxy.ts';
import { openScreen } from '#test/screen.ts';

// What a screen in this process may colour is decided when Ink is loaded, by the terminal that the tests run in.
vi.hoisted(() => {
  process.env.FORCE_COLOR = '1';
});

test('the chat answers, shows what is left, and its items take the keys of a list', async ({
  db,
  databaseUrl,
}) => {
  await someItems(db, [
    { name: 'Lamp', price: '7.50', stock: 3 },
    { name: 'Oak Table', price: '99.00', stock: 2 },
  ]);
  await using screen = await openScreen({ databaseUrl });
  screen.press('t');
  await screen.waitFor('5 of 5 left');

  screen.press(...'something under 10', 'Enter');
  await screen.waitFor('Lamp, 7.50, 3 in stock');
  await screen.waitFor('4 of 5 left');
  screen.press('Down');
  await screen.waitFor(/› Lamp +7\.50/);
  screen.press('a');
  await screen.waitFor('cart 1 · 7.50');
  screen.press('Esc');
  await screen.waitForGone('› Lamp');

  screen.press(...'put an oak table in my cart', 'Enter');
  await screen.waitFor('Sure?');
  screen.press('y');
  await screen.waitFor('cart 2 · 106.50');
  await screen.waitFor('3 of 5 left');

  screen.press(...'empty my cart', 'Enter');
  await screen.waitFor(/Sure\?\P{Cn}*Empty your cart\? 2 pieces, 106\.50\./u);
  screen.press('y');
  await screen.waitFor('Your cart is empty now.');
  await screen.waitForGone('cart 2');
});

test('an item of an answer is opened and made a favorite by the keys of every list', async ({
  db,
  databaseUrl,
}) => {
  const login = { username: 'ann', password: 'a good password' };
  const { id: userId } = await register(db, login);
  const [item = 0] = await someItems(db, [{ name: 'Lamp', price: '7.50', stock: 3 }]);
  await using screen = await openScreen({ databaseUrl, login });
  screen.press('t');
  await screen.waitFor('5 of 5 left');
  screen.press(...'something under 10', 'Enter');
  await screen.waitFor('4 of 5 left');
  screen.press('Down');
  await screen.waitFor(/› Lamp +7\.50/);

  screen.press('f');
  await screen.waitFor('Lamp is one of your favorites.');
  screen.press('Enter');
  await screen.waitFor(/╭─ Details [\s\S]*Lamp[\s\S]*♥ yes/);
  expect(await getItem(db, { item, userId })).toMatchObject({ favorite: true });
});

test('Esc stops an answer at once; Markdown is shown without its marks', async ({ db, databaseUrl }) => {
  await someItems(db, [{ name: 'Lamp' }]);
  await using server = await aModelServer(
    says('Take **this**.\n\n- one\n'),
    stallsAfter('Once upon'),
    stallsAfter(),
  );
  await using screen = await openScreen({ databaseUrl, env: { OPENAI_BASE_URL: server.url } });
  screen.press('t');
  await screen.waitFor('5 of 5 left');

  screen.press(...'what shall I do?', 'Enter');
  await screen.waitFor('Take this.');
  await screen.waitFor('• one');
  await screen.waitForGone('answering');

  screen.press(...'tell me a story', 'Enter');
  await screen.waitFor('Once upon');
  screen.press('Esc');
  await screen.waitFor('Stopped.');
  await screen.waitForGone('answering');
  await screen.waitFor('3 of 5 left');

  // Before the first word: the prompt comes back.
  screen.press(...'and now?', 'Enter');
  await expect.poll(() => server.asked.length, { timeout: 30_000 }).toBe(3);
  screen.press('Esc');
  await screen.waitFor(/and now\?\P{Cn}*Stopped\./u);
  await screen.waitFor('3 of 5 left');
  await screen.waitForGone('answering');
  screen.press('Esc');
  await screen.waitForGone('╭─ Chat');
});

test('a question stays where it was asked, though what was said before is read just then', async ({
  db,
  databaseUrl,
}) => {
  await someItems(db, [{ name: 'Lamp' }]);
  let release: (() => void) | undefined;
  let holding = false;
  await using proxy = await openProxy(inject('socket'), {
    onStatement: async ({ text }) => {
      if (holding && /^select .*`answer`.* from `prompts`/i.test(text)) {
        holding = false;
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      }
    },
  });
  await using server = await aModelServer(says('First.'), stallsAfter());
  await using screen = await openScreen({
    databaseUrl: onSocket(databaseUrl, proxy.socketPath),
    env: { OPENAI_BASE_URL: server.url },
  });
  screen.press('t');
  await screen.waitFor('5 of 5 left');
  screen.press(...'what shall I do?', 'Enter');
  await screen.waitFor('4 of 5 left');
  await screen.waitForGone('answering');

  holding = true;
  await vi.waitUntil(() => release, { timeout: 30_000 });
  screen.press(...'and now?', 'Enter');
  await expect.poll(() => server.asked.length, { timeout: 30_000 }).toBe(2);
  release?.();
  await screen.settled();
  screen.press('Esc');

  await screen.waitFor(/First\.\P{Cn}*› and now\?\P{Cn}*Stopped\./u);
});

test('of a list and the chat beside it the one that has the keys stands out, with and without colour', async ({
  db,
  databaseUrl,
}) => {
  await someItems(db, [{ name: 'Lamp', price: '7.50' }]);
  await using screen = await openScreen({ databaseUrl, columns: 120 });
  const title = (name: string) => {
    const at = screen.screen().split('\n')[1]?.indexOf(name) ?? -1;
    return screen.cell(at, 1);
  };
  const marked = () => screen.cell(2, 3);
  await screen.waitFor(/› Lamp/);
  expect([title('Items'), marked()]).toMatchObject([{ bold: true, coloured: true }, { inverse: true }]);

  screen.press('t');
  await screen.waitFor(/╭─ Items [\s\S]*╭─ Chat [\s\S]*5 of 5 left/);
  expect(title('Chat')).toMatchObject({ bold: true, coloured: true });
  expect([title('Items'), marked()]).toMatchObject([
    { bold: false, coloured: false },
    { text: '›', inverse: false },
  ]);
});
