import { describe, expect } from 'vitest';
import { test } from '#test/database.ts';
import { someItems } from '#test/given.ts';
import { openScreen } from '#test/screen.ts';

describe('the commands', () => {
  test('are found by a few letters, show their key, and are done by Enter', async ({ db, databaseUrl }) => {
    await someItems(db, [{ name: 'Mug' }, { name: 'Bowl' }]);
    await using screen = await openScreen({ databaseUrl });
    await screen.waitFor('› Mug');
    screen.press('j', ':');
    await screen.waitFor(/╭─ Commands[\s\S]*Go to Cart +2 /);

    screen.press(...'adcart');
    await screen.waitFor(/: adcart[\s\S]*› Add one to the cart; 3a adds three +a /);
    screen.press('Enter');

    await screen.waitFor('Bowl: 1 in your cart.');
    expect(screen.screen()).not.toContain('Commands');
  });

  test('say what stands in their way', async ({ db, databaseUrl }) => {
    await someItems(db, [{ name: 'Mug' }]);
    await using screen = await openScreen({ databaseUrl, columns: 120 });
    await screen.waitFor('› Mug');
    screen.press(':', ...'undo');
    await screen.waitFor(/› Undo the last change .* – There is nothing/);

    screen.press('Enter');

    await screen.waitFor('· There is nothing to undo.');
  });

  test('that nobody knows are said to be none, and Esc leaves everything as it was', async ({
    db,
    databaseUrl,
  }) => {
    await someItems(db, [{ name: 'Mug' }]);
    await using screen = await openScreen({ databaseUrl });
    await screen.waitFor('› Mug');

    screen.press(':', ...'qqqq');
    await screen.waitFor('Nothing is called so.');
    screen.press('Esc');

    await screen.waitFor((text) => !text.includes('Commands') && text.includes('› Mug'), 'the list again');
  });
});

test('a key is searched for in the help and done from there; one of another screen says where it works', async ({
  db,
  databaseUrl,
}) => {
  await someItems(db, [{ name: 'Mug' }]);
  await using screen = await openScreen({ databaseUrl });
  await screen.waitFor('› Mug');

  screen.press('?', '/', ...'sort', 'Enter');
  await screen.waitFor('› Next sort order');
  screen.press('Enter');
  await screen.waitFor('╰─ by name');
  screen.press('?', '/', ...'check out', 'Enter');
  await screen.waitFor('› Check out: address');
  screen.press('Enter');

  await screen.waitFor('· That works elsewhere: Cart and checkout.');
});

describe('digits before a key', () => {
  test('say how many: 3a adds three, 12+ twelve more, 4- takes four', async ({ db, databaseUrl }) => {
    await someItems(db, [{ name: 'Mug', stock: 99 }]);
    await using screen = await openScreen({ databaseUrl });
    await screen.waitFor('› Mug');

    screen.press('3', 'a');
    await screen.waitFor('Mug: 3 in your cart.');
    screen.press('1', '2', '+');
    await screen.waitFor('Mug: 15 in your cart.');
    screen.press('4', '-');
    await screen.waitFor('Mug: 11 in your cart.');
    screen.press('u');
    await screen.waitFor('Undone. Mug: 15 in your cart.');

    expect(screen.screen()).toContain('╭─ Items');
  });

  test('are screens where no count follows', async ({ db, databaseUrl }) => {
    await someItems(db, [{ name: 'Mug' }]);
    await using screen = await openScreen({ databaseUrl });
    await screen.waitFor('› Mug');

    screen.press('2');
    await screen.waitFor('╭─ Cart');
    screen.press('1', 'j', 'a');

    await screen.waitFor('Mug: 1 in your cart.');
  });
});

test('n goes to the next match, and brings a cleared search back', async ({ db, databaseUrl }) => {
  await someItems(db, [{ name: 'Mug red' }, { name: 'Bowl' }, { name: 'Mug blue' }]);
  await using screen = await openScreen({ databaseUrl });
  await screen.waitFor('1 of 3');
  screen.press('n');
  await screen.waitFor('· Nothing was searched for yet.');
  screen.press('/', ...'mug', 'Enter');
  await screen.waitFor('1 of 2');

  screen.press('n');
  await screen.waitFor('2 of 2');
  screen.press('n');
  await screen.waitFor('1 of 2');
  screen.press('Esc');
  await screen.waitFor('1 of 3');
  screen.press('n');

  await screen.waitFor(/\/ mug[\s\S]*› Mug red/);
});
