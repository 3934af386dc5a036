import { expect, test } from 'vitest';
import { readConfig } from '#platform/config.ts';

test('an empty environment is the usual one, and so is one of empty values', () => {
  const usual = { databaseUrl: undefined, token: undefined, keychain: 'auto', noInput: false };

  expect(readConfig({})).toEqual(usual);
  expect(readConfig({ SHOP_DATABASE_URL: '', SHOP_TOKEN: '', SHOP_KEYCHAIN: '', SHOP_NO_INPUT: '' })).toEqual(
    usual,
  );
});

test('takes what is set', () => {
  const env = {
    SHOP_DATABASE_URL: 'mysql://here/shop',
    SHOP_TOKEN: 't',
    SHOP_KEYCHAIN: 'file',
    SHOP_NO_INPUT: '1',
  };

  expect(readConfig(env)).toEqual({
    databaseUrl: 'mysql://here/shop',
    token: 't',
    keychain: 'file',
    noInput: true,
  });
});

test('refuses a keychain that there is not', () => {
  expect(() => readConfig({ SHOP_KEYCHAIN: 'wallet' })).toThrow(
    expect.objectContaining({ kind: 'usage', message: 'SHOP_KEYCHAIN cannot be "wallet".' }),
  );
});
