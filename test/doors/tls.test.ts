import { test as base, describe, expect, inject } from 'vitest';
import { anAuthority, type Certificate } from '#test/certificates.ts';
import { aListeningServer, SSL_REQUEST } from '#test/listening-server.ts';
import { aShopper, type Shopper } from '#test/run-shop.ts';
import { aTlsServer, namesFromOutside } from '#test/tls-server.ts';
import { openTui } from '#test/tui.ts';

const { name, address } = await namesFromOutside();
if (!name)
  process.stderr.write('The name of this machine leads nowhere: TLS is tried with its address alone.\n');
const host = name ?? address;

const password = 'pw-secret';
const kinds = ['right', 'for another host', 'expired', 'self-signed', 'of localhost'] as const;
type Kind = (typeof kinds)[number];

type Authority = Awaited<ReturnType<typeof anAuthority>>;
type Room = {
  authority: Authority;
  certificates: Record<Kind, Certificate>;
  server: Awaited<ReturnType<typeof aTlsServer>>;
  shopper: Shopper;
};

const test = base.extend<Room>({
  authority: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed from the pattern.
    async ({}, use) => {
      await using authority = await anAuthority();
      await use(authority);
    },
    { scope: 'file' },
  ],
  certificates: [
    async ({ authority }, use) => {
      const names = `DNS:${name ?? 'db.example.com'},IP:${address},IP:127.0.0.1`;
      await use({
        right: await authority.certify({ names }),
        'for another host': await authority.certify({ names: 'DNS:other.example.com,IP:192.0.2.99' }),
        expired: await authority.certify({ names, days: -1 }),
        'self-signed': await authority.certify({ names, selfSigned: true }),
        'of localhost': await authority.certify({ names: 'DNS:localhost' }),
      });
    },
    { scope: 'file' },
  ],
  server: [
    async ({ certificates, authority }, use) => {
      await using server = await aTlsServer(certificates.right, { authority: authority.file });
      await server.addUser('joe', password);
      await use(server);
    },
    { scope: 'file' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed from the pattern.
  shopper: async ({}, use) => {
    await using shopper = await aShopper();
    await use(shopper);
  },
});

type Visit = { host?: string; port: number; ssl?: string; env?: Record<string, string> };

/** Asks for the database's state, in a process of its own: the authority is read when Node starts. */
async function visit(shopper: Shopper, { host: to = host, port, ssl = '', env = {} }: Visit) {
  const url = `mysql://joe:${password}@${to}:${port}/shop${ssl && `?ssl=${ssl}`}`;
  const { stdout, stderr, exitCode } = await shopper.run(['db', 'status', '--json'], {
    env: { SHOP_DATABASE_URL: url, ...env },
  });
  expect(stdout + stderr).not.toContain(password);
  expect(stderr).not.toMatch(/^ {2,}at /m);
  return { state: JSON.parse(stdout).state, stderr, exitCode };
}

const trusting = ({ file }: Authority) => ({ NODE_EXTRA_CA_CERTS: file });

describe('a database elsewhere', () => {
  test.for([...new Set([host, address])])(
    'at %s is taken with the right certificate, without a word',
    async (to, { shopper, server, certificates, authority }) => {
      await server.show(certificates.right);

      const seen = await visit(shopper, { host: to, port: server.port, env: trusting(authority) });

      expect(seen).toEqual({ state: 'running', stderr: '', exitCode: 0 });
    },
  );

  test.for([
    ['for another host', host, /certificate that is for another host \(other\.example\.com, 192\.0\.2\.99\)/],
    ['of localhost', address, /certificate that is for another host \(localhost\)/],
    ['expired', host, /has expired/],
    ['self-signed', host, /Nobody whom this machine trusts vouches/],
  ] as const)(
    'is refused with a certificate that is %s (at %s)',
    async ([kind, to, why], { shopper, server, certificates, authority, skip }) => {
      skip(kind === 'expired' && inject('flavor') === 'mysql', 'MySQL itself shows none that has expired.');
      await server.show(certificates[kind]);

      const seen = await visit(shopper, { host: to, port: server.port, env: trusting(authority) });

      expect(seen).toMatchObject({ state: 'unreachable', exitCode: 6, stderr: expect.stringMatching(why) });
      expect(JSON.parse(seen.stderr)).toMatchObject({
        error: { code: 'unavailable', details: { next: expect.any(String) } },
      });
    },
  );

  test('is refused when nobody has named its authority, whatever Node is told to overlook', async ({
    shopper,
    server,
    certificates,
  }) => {
    await server.show(certificates.right);

    const seen = await visit(shopper, {
      port: server.port,
      env: { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' },
    });

    expect(seen).toMatchObject({ exitCode: 6, stderr: expect.stringContaining('NODE_EXTRA_CA_CERTS=') });
  });

  test('is refused when another authority vouches for it', async ({ shopper, server, certificates }) => {
    await using stranger = await anAuthority();
    await server.show(certificates.right);

    const seen = await visit(shopper, { port: server.port, env: trusting(stranger) });

    expect(seen).toMatchObject({
      state: 'unreachable',
      exitCode: 6,
      stderr: expect.stringContaining('vouches'),
    });
  });

  test('warns on the whole screen, too, and does not tear it', async ({ shopper, server, certificates }) => {
    await server.show(certificates.right);
    await server.migrate();
    const url = `mysql://joe:${password}@${host}:${server.port}/shop?ssl=off`;

    for (let start = 0; start < 2; start += 1) {
      await using tui = await openTui(shopper, { env: { SHOP_DATABASE_URL: url } });
      const screen = await tui.waitFor(`· Warning: nothing on the way to ${host} is encrypted`);

      expect(screen.split('\n')).toHaveLength(24);
      expect(
        screen
          .split('\n')
          .filter((line) => /[│╭╰]/.test(line))
          .map((line) => line.length),
      ).toEqual(Array(20).fill(80));
      tui.press('q');
      expect((await tui.exit).code).toBe(0);
    }
  });

  test('may be told to go without proof, or without encryption, and is warned of each time', async ({
    shopper,
    server,
    certificates,
  }) => {
    await server.show(certificates['self-signed']);

    const unproven = await visit(shopper, { port: server.port, ssl: 'required' });
    const again = await visit(shopper, { port: server.port, ssl: 'required' });
    const plain = await visit(shopper, { port: server.port, ssl: 'off' });
    const here = await visit(shopper, { host: '127.0.0.1', port: server.port });

    expect(unproven).toEqual({
      state: 'running',
      exitCode: 0,
      stderr: `Warning: nothing proves that ${host} is the right server (ssl=required); others could answer for it.\n`,
    });
    expect(again).toEqual(unproven);
    expect(plain.stderr).toContain(`Warning: nothing on the way to ${host} is encrypted (ssl=off)`);
    expect(here.stderr).not.toContain('Warning');
  });

  test('on this machine is verified when it is asked for', async ({
    shopper,
    server,
    certificates,
    authority,
  }) => {
    const to = { host: '127.0.0.1', port: server.port, ssl: 'verify', env: trusting(authority) };
    await server.show(certificates.right);
    const right = await visit(shopper, to);
    await server.show(certificates['of localhost']);
    const wrong = await visit(shopper, to);

    expect(right).toMatchObject({ state: 'running', exitCode: 0 });
    expect(wrong).toMatchObject({ state: 'unreachable', exitCode: 6 });
  });
});

describe('what a server gets to hear', () => {
  test('is the login, after the right certificate', async ({ shopper, certificates, authority }) => {
    await using server = await aListeningServer(certificates.right);

    const seen = await visit(shopper, { port: server.port, env: trusting(authority) });

    expect(seen).toMatchObject({ exitCode: 6, stderr: expect.stringContaining('refuses this user') });
    expect(server.heard.plain).toHaveLength(SSL_REQUEST);
    expect(server.heard.secret.toString('latin1')).toContain('joe\0');
  });

  test.for(['for another host', 'expired', 'self-signed'] as const)(
    'is nothing of who asks, after a certificate that is %s',
    async (kind, { shopper, certificates, authority }) => {
      await using server = await aListeningServer(certificates[kind]);

      const seen = await visit(shopper, { port: server.port, env: trusting(authority) });

      expect(seen.exitCode).toBe(6);
      expect(server.heard.plain).toHaveLength(SSL_REQUEST);
      expect(server.heard.plain.toString('latin1')).not.toContain('joe');
      expect(server.heard.secret).toHaveLength(0);
    },
  );

  test('is nothing at all where it offers no encryption', async ({ shopper }) => {
    await using server = await aListeningServer();

    const seen = await visit(shopper, { port: server.port });

    expect(seen).toMatchObject({
      exitCode: 6,
      stderr: expect.stringContaining('offers no encryption, so it was told nothing'),
    });
    expect(server.heard.plain).toHaveLength(0);
  });

  test('is all of it, in the open, where that was asked for', async ({ shopper }) => {
    await using server = await aListeningServer();

    const seen = await visit(shopper, { port: server.port, ssl: 'off' });

    expect(seen.stderr).toContain('Warning: ');
    expect(server.heard.plain.toString('latin1')).toContain('joe\0');
  });
});
