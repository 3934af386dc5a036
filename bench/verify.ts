// How long `verify` takes for a million movements, on two connections as in `shop db verify`, beside one plain walk over
// the same rows. `SHOP_TEST_SERVER` chooses the server.
import { sql } from 'drizzle-orm';
import { connect, type Db } from '#db/connect.ts';
import { migrate } from '#db/migrate.ts';
import { verify } from '#domain/verify.ts';
import { startTestServer } from '#test/server.ts';
import { fill, timed } from './million.ts';

const server = await startTestServer();
try {
  const target = { socketPath: server.socketPath, user: 'root', database: 'shop' };
  const { db, close } = connect(target, { poolSize: 2 });
  await migrate(db);
  await fill(db);
  await report(db);
  await close();
} finally {
  await server.stop();
}

async function report(db: Db) {
  const walk = () =>
    db.execute(sql`
      SELECT (SELECT SUM(quantity) FROM stock_movements), (SELECT SUM(unit_price) FROM order_items),
        (SELECT SUM(total_price) FROM orders)`);
  await walk();
  const floor = await timed(walk);
  const ours = await timed(() => verify(db));
  const { checked, broken } = ours.result;
  console.log(`verify on ${server.flavor} ${server.version}: ${JSON.stringify(checked)}`);
  console.log(
    `${ours.seconds.toFixed(1)} s; one walk over the same rows ${floor.seconds.toFixed(1)} s; broken ${broken.length}`,
  );
  if (broken.length > 0) process.exitCode = 1;
}
