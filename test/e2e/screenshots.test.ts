import { expect } from 'vitest';
import { someItems } from '#test/given.ts';
import { test } from '#test/run-shop.ts';
import { svgOf } from '#test/svg.ts';
import { openTui } from '#test/tui.ts';

/** README's pictures: `npm run screenshots` draws them anew, every other run compares them with what is really shown. */
const fileOf = (name: string) => `../../docs/${name}.svg`;

const shelf = [
  [
    'Stoneware Mug',
    '12.50',
    24,
    'Holds what you pour into it. Glazed inside and out, safe in the dishwasher.',
  ],
  ['Enamel Kettle', '39.00', 3, 'Two litres, for every kind of stove.'],
  ['Oak Cutting Board', '28.00', 11, 'One piece of oak, oiled.'],
  ['Linen Towel', '9.90', 48, 'Dries quickly, looks better with every wash.'],
  ['Pour-over Stand', '44.00', 6, 'Beech and brass.'],
  ['Paring Knife', '17.00', 0, 'Short, sharp.'],
  ['湯呑み Tea Cup', '15.00', 9, 'From Mashiko.'],
  ['Canvas Tote', '14.00', 31, 'Carries a week of groceries.'],
  ['Wall Clock', '59.00', 2, 'Silent, with a sweep hand.'],
  ['Reading Lamp', '72.00', 7, 'Warm light, where the book is.'],
] as const;

test('README shows the shop as it is: the items, the checkout, the chat', async ({ shopper, db }) => {
  await someItems(
    db,
    shelf.map(([name, price, stock, description]) => ({ name, price, stock, description })),
  );
  await shopper.json(['register', '--username', 'ann', '--password-stdin'], { input: 'a good password\n' });
  await shopper.json(['favorites', 'add', '1', '7']);
  // In colour wherever it runs: without these, none are taken for granted where CI is set.
  const env = { FORCE_COLOR: '1', NO_COLOR: undefined };
  await using terminal = await openTui(shopper, { columns: 110, rows: 26, env });
  await terminal.waitFor(/ann · cart empty[\s\S]*› Stoneware Mug[\s\S]*24 in stock/);
  terminal.press('a', 'a', 'j', 'a');
  await terminal.waitFor(/ann · cart 3 · 64\.00[\s\S]*› Enamel Kettle.*×1/);
  // What was said last goes when another screen is opened, and otherwise after a while.
  terminal.press('2');
  await terminal.waitFor(/╭─ Cart/);
  terminal.press('1');
  await terminal.waitFor(/╭─ Items[\s\S]*In cart +1 · 39\.00/);
  await terminal.waitForGone('in your cart.');
  // The keys are told in a frame of their own.
  await terminal.waitFor('Enter details');
  await expect(svgOf(terminal.cells(), 'The items of a shop')).toMatchFileSnapshot(fileOf('items'));

  terminal.press('t', ...'something up to 15');
  terminal.press('Enter');
  await terminal.waitFor(/Linen Towel, 9\.90/);
  await terminal.waitFor('4 of 5 left');
  await terminal.waitForGone('answering');
  await terminal.waitFor('to the items');
  await expect(svgOf(terminal.cells(), 'The chat beside the items')).toMatchFileSnapshot(fileOf('chat'));

  terminal.press('Esc');
  await terminal.waitForGone('╭─ Chat');
  terminal.press('2');
  await terminal.waitFor(/╭─ Cart/);
  terminal.press('Enter');
  await terminal.waitFor(/╭─ Checkout/);
  terminal.press(...'1 Main St, Berlin');
  await terminal.waitFor(/1 Main St, Berlin[\s\S]*Enter buy/);
  await expect(svgOf(terminal.cells(), 'The checkout')).toMatchFileSnapshot(fileOf('checkout'));
});
