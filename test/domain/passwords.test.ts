import { describe, expect, test } from 'vitest';
import { checkPassword, hashPassword, passwordFits } from '#domain/passwords.ts';

test('a password fits its hash, and no other does', async () => {
  const hash = await hashPassword('correct horse');

  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwordFits(hash, 'correct horse')).toBe(true);
  expect(await passwordFits(hash, 'correct horsf')).toBe(false);
  expect(await passwordFits(hash, '')).toBe(false);
});

test('two keyboards, one password: composed and decomposed letters are the same', async () => {
  const hash = await hashPassword('m\u00fcnchen-1');

  expect(await passwordFits(hash, 'mu\u0308nchen-1')).toBe(true);
});

test.for([
  ['seven characters', '1234567'],
  ['129 characters', 'x'.repeat(129)],
  ['a NUL', '12345678\0'],
  ['eight code units, four characters', '😀😀😀😀'],
])('is refused: %s', ([, password]) => {
  expect(() => checkPassword(password as string)).toThrow(
    expect.objectContaining({ kind: 'usage', details: { field: 'password' } }),
  );
});

test.for(['12345678', 'x'.repeat(128), '😀'.repeat(128), ' spaces count '])('is taken: %s', (password) => {
  expect(checkPassword(password)).toBe(password);
});

describe('a stored hash that is none', () => {
  const salt = 'A'.repeat(22);
  const sum = 'A'.repeat(43);

  test.for([
    null,
    undefined,
    '',
    'hashed_pw_1',
    'correct horse',
    '$argon2id$v=19$m=19456,t=2,p=1$short',
    `$argon2id$v=19$m=4294967295,t=2,p=1$${salt}$${sum}`,
    `$argon2id$v=19$m=1048576,t=2,p=1$${salt}$${sum}`,
    `$argon2id$v=19$m=19456,t=999,p=1$${salt}$${sum}`,
    `$argon2id$v=19$m=19456,t=2,p=255$${salt}$${sum}`,
    `$argon2id$v=19$m=19456,t=0,p=0$${salt}$${sum}`,
    `$argon2id$v=19$m=16,t=2,p=4$${salt}$${sum}`,
    `$argon2i$v=19$m=19456,t=2,p=1$${salt}$${sum}`,
    '$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy',
  ])('fits nothing and does not throw: %s', async (stored) => {
    expect(await passwordFits(stored, 'correct horse')).toBe(false);
  });
});
