import { describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import { day, itemRef, money, oneOf, orderNumber, parse, text, wholeNumber } from '#cli/input.ts';

const refusalOf = (schema: z.core.$ZodType, value: unknown) => {
  try {
    return { read: parse(schema, value) };
  } catch (error) {
    return error;
  }
};

describe('numbers are decimal digits alone', () => {
  const odd = [
    '',
    ' 1',
    '1 ',
    '1 abc',
    '1e400',
    '1e2',
    '0x10',
    '٣',
    '१',
    '-1',
    '+1',
    '1.5',
    '1,000',
    'NaN',
    'Infinity',
    '9'.repeat(400),
  ];

  test.each(odd)('a quantity is not %j', (typed) => {
    const refusal = refusalOf(wholeNumber('--quantity'), typed);

    expect(refusal).toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(/^--quantity must be a whole number/),
    });
  });

  test.each(odd)('the number of an order is not %j', (typed) => {
    expect(refusalOf(orderNumber(), typed)).toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(/^<id> /),
    });
  });

  test.each([
    ['1', 1],
    ['007', 7],
    ['2147483647', 2_147_483_647],
  ])('%j is %i', (typed, number) => {
    expect(parse(wholeNumber('--quantity'), typed)).toBe(number);
  });

  test.each(['0', '1000001'])('the bounds are held: %j', (typed) => {
    expect(refusalOf(wholeNumber('--demo', { max: 1_000_000 }), typed)).toMatchObject({ kind: 'usage' });
  });
});

test.each([
  ['9.99', 999],
  ['10', 1000],
  ['0.5', 50],
])('the amount %j is %i cents', (typed, cents) => {
  expect(parse(money('--min-price'), typed)).toBe(cents);
});

test.each(['', '-1', '1.999', '1,50', '1e3', '$5', '123456789'])('no amount: %j', (typed) => {
  expect(refusalOf(money('--min-price'), typed)).toMatchObject({
    kind: 'usage',
    message: `--min-price must be an amount like 10 or 9.99, not "${typed}".`,
  });
});

test.each(['2026-02-29', '2026-13-01', '2026-1-1', 'yesterday', '2026-01-01T00:00:00Z', ''])(
  'no day: %j',
  (typed) => {
    expect(refusalOf(day('--since'), typed)).toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(/^--since /),
    });
  },
);

test('a leap day is a day', () => {
  expect(parse(day('--since'), '2028-02-29')).toBe('2028-02-29');
});

test.each(['1', 'Item 1', '1 abc', '1e400', '0x10', '٣', '-1', '1.5'])('%j may be an item', (typed) => {
  expect(parse(itemRef(), typed)).toBe(typed);
});

test.each(['', ' 1', '1\n'])('%j names no item', (typed) => {
  expect(refusalOf(itemRef(), typed)).toMatchObject({
    kind: 'usage',
    message: expect.stringMatching(/^<item> /),
  });
});

test('a word of a few is found in any case, another is answered with all of them', () => {
  const stock = oneOf('--stock', ['in', 'out', 'all']);

  expect(parse(stock, 'OUT')).toBe('out');
  expect(refusalOf(stock, 'full')).toMatchObject({
    message: '--stock must be one of in, out, all, not "full".',
  });
});

test('what was typed comes back short and harmless in the sentence', () => {
  const typed = `\u001b[31m${'x'.repeat(100)}\u202e`;

  const refusal = refusalOf(text('--address', { max: 50 }), typed);

  expect(refusal).toMatchObject({
    message: `--address must be 1 to 50 characters, not "${'x'.repeat(39)}…".`,
  });
});
