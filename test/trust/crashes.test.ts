import { expect, test } from 'vitest';
import { connect, type Db } from '#db/connect.ts';
import { openDatabase } from '#db/open.ts';
import { runningPid } from '#db/server/launch.ts';
import { placesOf } from '#db/server/places.ts';
import { ensureServer } from '#db/server/server.ts';
import { waitForEnd } from '#platform/process.ts';
import { rowsOf } from '#test/given.ts';
import { type TemporaryHome, temporaryHome } from '#test/home.ts';
import { expectKeptPromises } from '#test/kept-promises.ts';
import { startLoad } from '#test/load.ts';

// In a nightly run many more: each kill meets another moment.
const runs = Number(process.env.SHOP_CRASH_RUNS || 20);
const timeout = 300_000 + runs * 60_000;

const say = () => {};

/** The embedded database as `shop` makes and runs it, a commit on the disk before it is acknowledged. */
async function aShop(home: TemporaryHome) {
  const { db, close } = await openDatabase({ target: undefined, paths: home.paths, say, poolSize: 4 });
  const settings = await rowsOf<{ flush: number }>(db, 'SELECT @@innodb_flush_log_at_trx_commit AS flush');
  expect(settings).toEqual([{ flush: 1 }]);
  return { db, [Symbol.asyncDispose]: close };
}

/** On a connection of its own: what was open before the crash is broken. */
async function atLook(home: TemporaryHome, look: (db: Db) => Promise<void>) {
  const { socketPath } = await ensureServer(home.paths, say);
  const { db, close } = connect({ socketPath, user: 'root', database: 'shop' }, { poolSize: 1 });
  await look(db);
  await close();
}

async function killServer(home: TemporaryHome) {
  const pid = runningPid(placesOf(home.paths));
  if (pid === undefined) throw new Error('the server does not run');
  process.kill(pid, 'SIGKILL');
  await waitForEnd(pid, 60_000);
}

// Not a fixed number, so that the kill does not always meet the same statement.
const aFew = (most: number) => 1 + Math.floor(Math.random() * most);

test(`a server killed ${runs} times under load: what was acknowledged is there`, { timeout }, async () => {
  await using home = await temporaryHome();
  await using shop = await aShop(home);
  await using load = await startLoad(shop.db, home.folder, 4);

  for (let run = 0; run < runs; run += 1) {
    await load.more(aFew(60));
    await killServer(home);
    // The clients go on as soon as there is a server again; whoever comes first has started it.
    await atLook(home, (db) => expectKeptPromises(db, load.told));
  }

  await Promise.all(load.clients.map((client) => client.kill()));
  await atLook(home, (db) => expectKeptPromises(db, load.told));
});

test(`clients killed ${runs * 3} times while they buy: no half of anything`, { timeout }, async () => {
  await using home = await temporaryHome();
  await using shop = await aShop(home);
  await using load = await startLoad(shop.db, home.folder, 3);

  for (let run = 0; run < runs; run += 1) {
    for (const client of load.clients) {
      await load.more(aFew(9));
      await client.kill();
      client.start();
    }
    await expectKeptPromises(shop.db, load.told);
  }

  await Promise.all(load.clients.map((client) => client.kill()));
  await expectKeptPromises(shop.db, load.told);
});
