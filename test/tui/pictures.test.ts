import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { describe, expect } from 'vitest';
import { test } from '#test/database.ts';
import { changeItem, someItems } from '#test/given.ts';
import { temporaryHome } from '#test/home.ts';
import { openScreen } from '#test/screen.ts';

/** Red above, blue below; twice as wide as high. */
const flag = await sharp({ create: { width: 80, height: 40, channels: 3, background: '#ff0000' } })
  .composite([
    {
      input: { create: { width: 80, height: 20, channels: 3, background: '#0000ff' } },
      top: 20,
      left: 0,
    },
  ])
  .png()
  .toBuffer();

type Answer = (response: ServerResponse) => void;

async function aPictureServer(answer: Answer = (response) => response.end(flag)) {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/flag.png`,
    asked: () => asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const size = { columns: 120, rows: 40 };

describe('the picture of an item', () => {
  test('is shown in half blocks, fetched once, and kept for the next time', async ({ db, databaseUrl }) => {
    await using server = await aPictureServer();
    await using home = await temporaryHome();
    await someItems(db, [{ name: 'Flag', imageUrl: server.url }]);
    const env = { SHOP_HOME: home.folder, SHOP_PICTURES: 'blocks' };
    for (const _ of ['first', 'second']) {
      await using screen = await openScreen({ databaseUrl, ...size, env });
      const seen = await screen.waitFor(/▀{20}/);
      expect(seen).not.toContain(server.url);
      const row = seen.split('\n').findIndex((line) => line.includes('▀'));
      const column = seen.split('\n')[row]?.indexOf('▀') ?? 0;
      expect(screen.cell(column, row)).toMatchObject({ text: '▀', coloured: true });
    }
    expect(server.asked()).toBe(1);
    expect(await readdir(join(home.paths.cache, 'pictures'))).toHaveLength(1);
  });

  test.for([
    ['kitty', '\x1b_Ga=T,f=100,', '\x1b_Ga=d,'],
    ['iterm2', '\x1b]1337;File=inline=1;', 'X\x1b8'],
    ['sixel', '\x1bP0;1;q', 'X\x1b8'],
  ] as const)(
    'is drawn by the protocol of %s inside of its box, and goes when something else is shown',
    async ([graphics, begins, goes], { db, databaseUrl }) => {
      await using server = await aPictureServer();
      await using home = await temporaryHome();
      await someItems(db, [{ name: 'Flag', imageUrl: server.url }]);
      const env = { SHOP_HOME: home.folder, SHOP_PICTURES: graphics };
      await using screen = await openScreen({ databaseUrl, ...size, env });
      await expect.poll(() => screen.raw(), { timeout: 30_000 }).toContain(begins);
      const before = screen.raw().slice(0, screen.raw().indexOf(begins));
      // Where the cursor was put before the picture was drawn: CSI row ; column H.
      const [row, column] = before.slice(before.lastIndexOf('\x1b7\x1b[') + 4, -1).split(';');
      const lines = screen.screen().split('\n');
      const left = lines[2]?.lastIndexOf('╭') ?? 0;
      expect(Number(column)).toBeGreaterThan(left + 2);
      expect(lines[Number(row) - 1]?.slice(Number(column) - 1, -1).trim()).toBe('');

      const length = screen.raw().length;
      screen.press('?');
      await screen.waitFor(/╭─ Keys/);
      // The frame comes first, and what the picture leaves is wiped after it.
      await expect.poll(() => screen.raw().slice(length), { timeout: 30_000 }).toContain(goes);
      screen.press('Esc');
      await screen.waitFor(/› Flag/);
      await expect.poll(() => screen.raw().slice(length), { timeout: 30_000 }).toContain(begins);
    },
  );

  test.for<[string, Answer, RegExp]>([
    ['is not there', (response) => response.writeHead(404).end(), /its server answers 404/],
    ['is none', (response) => response.end('<html>not a picture</html>'), /The picture cannot be read\./],
    ['is cut', (response) => response.end(flag.subarray(0, 60)), /The picture cannot be read\./],
    ['breaks off', (response) => response.write('x', () => response.destroy()), /cannot be reached/],
    [
      'is a drawing, which could lead elsewhere',
      (response) => response.end('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      /in none of\s.*\n?.*formats/,
    ],
  ])('that %s: why, and its address', async ([, answer, why], { db, databaseUrl }) => {
    await using server = await aPictureServer(answer);
    await using home = await temporaryHome();
    await someItems(db, [{ name: 'Flag', imageUrl: server.url }]);
    const env = { SHOP_HOME: home.folder, SHOP_PICTURES: 'blocks' };
    await using screen = await openScreen({ databaseUrl, ...size, env });
    const seen = await screen.waitFor(
      (text) => why.test(text.replaceAll(/\s*│\s*\n.*│ /g, ' ')),
      String(why),
    );
    expect(seen.replaceAll(/[│\s]/g, '')).toContain(server.url);
  });

  test('whoever walks past an item again and again does not ask for its picture again and again', async ({
    db,
    databaseUrl,
  }) => {
    await using server = await aPictureServer((response) => response.writeHead(404).end());
    await using home = await temporaryHome();
    await someItems(db, [{ name: 'Flag', imageUrl: server.url }, { name: 'Mug' }]);
    const env = { SHOP_HOME: home.folder, SHOP_PICTURES: 'blocks' };
    await using screen = await openScreen({ databaseUrl, ...size, env });
    await screen.waitFor(/The picture is not there/);
    for (let pass = 0; pass < 20; pass += 1) {
      screen.press('j');
      await pause(10);
      screen.press('k');
      await pause(10);
    }
    screen.press('j');
    await screen.waitFor(/› Mug/);
    // Once, and perhaps a few times more where a busy machine has let the cursor stay.
    expect(server.asked()).toBeLessThan(6);
  });

  test('where pictures are off nothing is fetched, and the address stands there', async ({
    db,
    databaseUrl,
  }) => {
    await using server = await aPictureServer();
    await someItems(db, [{ name: 'Flag', imageUrl: server.url }]);
    await using screen = await openScreen({ databaseUrl, ...size, env: { SHOP_PICTURES: 'off' } });
    await screen.waitFor(/Picture +│\n.*http:/);
    screen.press('Enter');
    await screen.waitFor(/Picture +│\n.*http:/);
    expect(server.asked()).toBe(0);
  });

  test('in a kiosk nothing is fetched, whatever is set', async ({ db, databaseUrl }) => {
    await using server = await aPictureServer();
    const [flag = 0] = await someItems(db, [{ name: 'Flag', imageUrl: server.url }]);
    await using screen = await openScreen({
      databaseUrl,
      ...size,
      kiosk: true,
      env: { SHOP_PICTURES: 'blocks' },
    });
    await screen.waitFor(/Picture +│\n.*http:/);
    // By the time that a change elsewhere is seen, a picture would have been asked for long ago.
    await changeItem(db, flag, { price: '77.00' });
    await screen.waitFor('77.00');
    expect(server.asked()).toBe(0);
  });
});
