import { describe, expect, test } from 'vitest';
import { hidePassword, holdsPassword, withoutPassword } from '#platform/url-password.ts';

describe('the password of a URL', () => {
  test.for([
    ['mysql://joe:hunter2@host/shop', 'mysql://joe:***@host/shop'],
    ['mysql://joe:hunter2@/shop?socket=/s', 'mysql://joe:***@/shop?socket=/s'],
    ['mysql://joe:@host/shop', 'mysql://joe:***@host/shop'],
    ['mysql://:hunter2@host/shop', 'mysql://:***@host/shop'],
    ['mysql://joe:hunter2@[::1]:3307/shop', 'mysql://joe:***@[::1]:3307/shop'],
    ['mysql://joe:a@hunter2@host/shop', 'mysql://joe:***@host/shop'],
    ['mysql://joe:a/hunter2@host/shop', 'mysql://joe:***@host/shop'],
    ['mysql://joe:a#hunter2@host/shop', 'mysql://joe:***@host/shop'],
    ['mysql://joe:a?hunter2@b@host/shop', 'mysql://joe:***@host/shop'],
    ['mysql://joe:a@b/hunter2@host/shop', 'mysql://joe:***@host/shop'],
    ['mysql://joe:a\nhunter2@host', 'mysql://joe:***@host'],
    ['https://joe:hunter2@host/v1', 'https://joe:***@host/v1'],
  ] as const)('is hidden in %j', ([url, hidden]) => {
    expect(hidePassword(url)).toBe(hidden);
    expect(holdsPassword(url)).toBe(true);
  });

  test.for([
    'mysql://joe@host:3306/shop',
    'mysql:///shop?socket=/s',
    'mysql://[::1]:3307/shop',
    'gpt: a@b',
    '',
  ])('is not seen in %j', (url) => {
    expect(hidePassword(url)).toBe(url);
    expect(holdsPassword(url)).toBe(false);
  });

  test('is taken out for the file of settings', () => {
    expect(withoutPassword('mysql://joe:hunter2@/shop?socket=/s')).toBe('mysql://joe@/shop?socket=/s');
    expect(withoutPassword('mysql://joe@host/shop')).toBe('mysql://joe@host/shop');
  });
});
