// How long `stats` takes in a shop with a million order lines: the usual thirty days, a quarter, a year that is asked for
// the first time, and the same year again. Beside each stands how long the server's processor worked for it, which is what
// a busy machine does not change. `SHOP_TEST_SERVER` chooses the server.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { sql } from 'drizzle-orm';
import { connect, type Db } from '#db/connect.ts';
import { migrate } from '#db/migrate.ts';
import { type StatsWish, stats } from '#domain/stats.ts';
import { startTestServer } from '#test/server.ts';
import { fill, timed } from './million.ts';

const server = await startTestServer();
try {
  const target = { socketPath: server.socketPath, user: 'root', database: 'shop' };
  const { db, close } = connect(target, { poolSize: 1 });
  await migrate(db);
  await fill(db);
  await db.execute(sql`UPDATE users SET role = 'operator' WHERE id = 1`);
  await report(db);
  await close();
} finally {
  await server.stop();
}

async function report(db: Db) {
  // The orders of `fill` are of the 300 days from the first of January on.
  const periods: Record<string, Partial<StatsWish>> = {
    'thirty days': { since: '2026-09-20', until: '2026-10-19' },
    'a quarter, asked first': { since: '2026-07-15', until: '2026-10-15' },
    'a year, asked first': { since: '2026-01-01', until: '2026-12-31' },
    'a year': { since: '2026-01-01', until: '2026-12-31' },
    'its sales': { since: '2026-01-01', until: '2026-12-31', sections: ['sales'] },
    'half a year, from within a month': { since: '2026-02-15', until: '2026-08-15' },
  };
  console.log(`stats on ${server.flavor} ${server.version}, 990,000 order lines`);
  for (const [what, period] of Object.entries(periods)) {
    const runs: string[] = [];
    for (let run = 0; run < 3; run += 1) {
      const before = await processorSeconds(db);
      const { seconds } = await timed(() => stats(db, { operatorId: 1, today: '2027-01-01', ...period }));
      const worked = (await processorSeconds(db)) - before;
      runs.push(`${seconds.toFixed(2)} s (${worked.toFixed(2)})`);
    }
    console.log(`${what}: ${runs.join(', again ')}`);
  }
}

/** How long the server's processor has worked so far, by Linux's /proc, in hundredths of a second. */
async function processorSeconds(db: Db): Promise<number> {
  const [[row]] = (await db.execute(sql`SELECT @@pid_file AS file, @@datadir AS folder`)) as unknown as [
    { file: string; folder: string }[],
  ];
  const pid = (await readFile(resolve(row?.folder ?? '', row?.file ?? ''), 'utf8')).trim();
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
