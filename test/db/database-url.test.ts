import { describe, expect, test } from 'vitest';
import { parseDatabaseUrl } from '#db/database-url.ts';
import { ShopError } from '#domain/errors.ts';

function refusal(text: string): ShopError {
  try {
    parseDatabaseUrl(text);
  } catch (error) {
    if (error instanceof ShopError) return error;
    throw error;
  }
  throw new Error(`${text} was taken`);
}

describe('SHOP_DATABASE_URL', () => {
  test.for([
    [
      'mysql://joe:secret@localhost/shop',
      { host: 'localhost', port: 3306, user: 'joe', password: 'secret', ssl: 'off' },
    ],
    ['mysql://joe@localhost:3307/shop', { host: 'localhost', port: 3307, user: 'joe', password: '' }],
    ['mysql://j%40e:p%2F%3A%25@localhost/shop', { user: 'j@e', password: 'p/:%' }],
    ['mysql://joe@127.0.0.1/shop', { host: '127.0.0.1', ssl: 'off' }],
    ['mysql://joe@[::1]/shop', { host: '::1', ssl: 'off' }],
    ['mysql://joe@db.example.com/shop', { host: 'db.example.com', ssl: 'verify' }],
    ['mysql://joe@db.example.com/shop?ssl=required', { ssl: 'required' }],
    ['mysql://joe@db.example.com/shop?ssl=off', { ssl: 'off' }],
    ['mysql://joe@localhost/shop?ssl=verify', { ssl: 'verify' }],
    ['mysql://joe@LocalHost/shop', { host: 'LocalHost', ssl: 'off' }],
    ['mysql://joe@127.0.1.1/shop', { ssl: 'off' }],
    ['mysql://joe@127.0.0.1.example.com/shop', { ssl: 'verify' }],
    ['mysql://joe@127.300.0.1/shop', { ssl: 'verify' }],
    ['mysql://joe@127.0.0.1%00.example.com/shop', { ssl: 'verify' }],
    ['mysql://joe@localhost.example.com/shop', { ssl: 'verify' }],
    ['mysql://joe@0.0.0.0/shop', { ssl: 'verify' }],
    ['mysql://joe@10.0.0.7/shop', { host: '10.0.0.7', ssl: 'verify' }],
    ['mysql://joe@[fe80::7]/shop', { host: 'fe80::7', ssl: 'verify' }],
    ['mysql://joe@10.0.0.7/shop?ssl=required', { host: '10.0.0.7', ssl: 'required' }],
    ['mysql://root@localhost/shop?socket=/run/my%20sql.sock', { socketPath: '/run/my sql.sock', ssl: 'off' }],
    ['mysql://joe:secret@/shop?socket=/run/s.sock', { socketPath: '/run/s.sock', password: 'secret' }],
    ['mysql:///shop?socket=/run/s.sock', { socketPath: '/run/s.sock', user: '', ssl: 'off' }],
    ['mysql://joe:secret@/shop', { host: 'localhost', password: 'secret' }],
    ['mysql://root@localhost/my%20shop', { database: 'my shop' }],
  ] as const)('%s', ([text, target]) => {
    expect(parseDatabaseUrl(text)).toMatchObject(target);
  });

  test.for([
    ['shop', /not a URL/],
    ['', /not a URL/],
    ['http://joe:hunter2@localhost/shop', /mysql:\/\//],
    ['mysql://joe:hunter2@localhost', /no database/],
    ['mysql://joe:hunter2@localhost/', /no database/],
    ['mysql://joe:hunter2@localhost/a/b', /no database/],
    ['mysql://joe:hunter2@localhost:port/shop', /not a URL/],
    ['mysql://joe:hunter2@localhost:99999/shop', /above 65535/],
    ['mysql://joe:hunter2@localhost:0/shop', /port is 0/],
    ['mysql://joe:hunter2@localhost:000/shop', /port is 0/],
    ['mysql://joe:hunter2@localhost/shop?socket=', /socket is empty/],
    ['mysql://joe:hunter2@localhost/shop?socket', /socket is empty/],
    ['mysql://joe:hunter2@localhost/shop?ssl=', /ssl is none of/],
    [`mysql://joe:hunter2@${'host.'.repeat(60)}com/shop`, /more than 253 characters/],
    [`mysql://joe:hunter2@${'h'.repeat(64)}.com/shop`, /63 characters between two dots/],
    [`mysql://joe:hunter2@localhost/${'s'.repeat(65)}`, /more than 64 characters/],
    ['mysql://joe:hunter2%@localhost/shop', /%25/],
    ['mysql://joe:a@localhost/shop#hunter2', /%23/],
    ['mysql://joe:hunter2@localhost/shop?multipleStatements=true', /key/],
    ['mysql://joe:hunter2@localhost/shop?flags=LOCAL_FILES', /key/],
    ['mysql://joe:hunter2@localhost/shop?ssl={}', /ssl/],
    ['mysql://joe:hunter2@localhost/shop?ssl=no', /ssl/],
    ['mysql://joe:hunter2@localhost/shop?ssl=off&ssl=verify', /twice/],
  ] as const)('%s is refused, without a word of the password', ([text, why]) => {
    const error = refusal(text);

    expect(error.kind).toBe('usage');
    expect(error.message).toMatch(why);
    expect(`${error.stack}${error.next}${JSON.stringify(error)}${String(error.cause)}`).not.toContain(
      'hunter2',
    );
  });

  test('is called by the name of where it comes from', () => {
    const parse = () => parseDatabaseUrl('mysql://joe@localhost', 'database.url in /home/joe/config.json');

    expect(parse).toThrow('database.url in /home/joe/config.json cannot be used: it names no database.');
  });
});
