// How long a dump of a shop with a million movements takes and how long to restore it, beside one plain walk over the
// same rows, and how much memory that took. `SHOP_TEST_SERVER` chooses the
// server; `npm run bench:dump 33000` has another number of orders: memory must not grow with it.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { intoFile } from '#cli/commands/db/dump-file.ts';
import { connect, type Db } from '#db/connect.ts';
import { readDump } from '#db/dump/read.ts';
import { restoreDump } from '#db/dump/restore.ts';
import { inSnapshot } from '#db/dump/snapshot.ts';
import { migrate } from '#db/migrate.ts';
import { startTestServer } from '#test/server.ts';
import { fill, timed } from './million.ts';

const server = await startTestServer();
const folder = await mkdtemp(join(tmpdir(), 'shop-bench-'));
try {
  const target = { socketPath: server.socketPath, user: 'root', database: 'shop' };
  const { db, close } = connect(target, { poolSize: 1 });
  await migrate(db);
  await fill(db, Number(process.argv[2] ?? 330_000));
  await report(db, join(folder, 'shop.dump'));
  await close();
} finally {
  await rm(folder, { recursive: true });
  await server.stop();
}

async function report(db: Db, file: string) {
  const stop = new AbortController().signal;
  const floor = await timed(() =>
    db.execute(sql`
      SELECT (SELECT SUM(quantity) FROM stock_movements), (SELECT SUM(unit_price) FROM order_items),
        (SELECT SUM(total_price) FROM orders)`),
  );
  const dumped = await timed(() =>
    inSnapshot(db, ({ lines }) =>
      intoFile(
        lines(() => {}),
        file,
        stop,
      ),
    ),
  );
  const checked = await timed(() => readDump(file));
  const restored = await timed(() => restoreDump(db, { file, overwrite: true }));
  const { size } = await stat(file);
  console.log(
    `dump on ${server.flavor} ${server.version}: ${checked.result.rows} rows, ${Math.round(size / 1e6)} MB`,
  );
  for (const [what, { seconds }] of Object.entries({ floor, dumped, checked, restored }))
    console.log(`${what} ${seconds.toFixed(1)} s`);
  console.log(`at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MB resident`);
}
