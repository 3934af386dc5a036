import { describe, expect, test } from 'vitest';
import { centsOf, formatMoney, parseMoney } from '#domain/money.ts';

describe('money', () => {
  test.each([
    [0, '0.00'],
    [5, '0.05'],
    [1050, '10.50'],
    [-1, '-0.01'],
    [-12345, '-123.45'],
    [9_999_999_999, '99999999.99'],
  ])('%i cents read %s and come back from the database as the same', (cents, text) => {
    expect(formatMoney(cents)).toBe(text);
    expect(centsOf(text)).toBe(cents);
  });

  test.each([
    ['10', 1000],
    ['10.5', 1050],
    [' 8.75 ', 875],
    ['0.01', 1],
    ['99999999.99', 9_999_999_999],
  ])('%s is typed for %i cents', (text, cents) => {
    expect(parseMoney(text)).toBe(cents);
  });

  test.each(['', '-1', '1.234', '1,5', '1e3', '0x10', '٣', 'NaN', '100000000', '.5', '5.'])(
    '%s is no amount of money',
    (text) => {
      expect(parseMoney(text)).toBeUndefined();
    },
  );

  test('a DECIMAL without decimals, as SUM gives it, is whole cents too', () => {
    expect(centsOf('12')).toBe(1200);
    expect(centsOf('-0.50')).toBe(-50);
  });
});
