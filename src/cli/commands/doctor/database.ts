import { pendingMigrations } from '#db/migrate.ts';
import { latestMigration } from '#db/migrations.ts';
import { ownsDatabase, serverRights } from '#db/ownership.ts';
import { missingRights } from '#db/rights.ts';
import { clockAhead, estimatedRows } from '#db/status.ts';
import { verify } from '#domain/verify.ts';
import { asProblem, type Found, fine, orProblem, problem, Skipped, warning } from './finding.ts';
import type { Scene } from './scene.ts';

/** Whether the tables are those of this program. */
export async function checkSchema(scene: Scene): Promise<Found | Found[]> {
  const db = await scene.database();
  return orProblem(async () => {
    const { missing, tables } = await pendingMigrations(db);
    const [oldest] = missing;
    const details = { latest: latestMigration(), missing };
    if (oldest === undefined) return fine(`The tables are up to date (${latestMigration()}).`, details);
    if (isEmbedded(scene))
      return warning(older(missing), { next: 'The next command brings them up to date.', details });
    const message = tables ? older(missing) : 'The database has no tables of shop yet.';
    return problem('unavailable', message, { next: 'Its owner makes them: shop db migrate', details });
  });
}

const older = (missing: string[]) =>
  `The tables are of an older shop (${missing.length === 1 ? 'one migration is' : `${missing.length} migrations are`} missing).`;

const isEmbedded = ({ config }: Scene) => config().databaseUrl === undefined;

/** Whether the account at the database may do what daily work needs, and no more than that. */
export async function checkRights(scene: Scene): Promise<Found | Found[]> {
  const db = await scene.database();
  if (isEmbedded(scene)) return fine('The embedded database is all yours.');
  await tablesOf(scene);
  return orProblem(async () => {
    const missing = await missingRights(db);
    if (missing.length > 0) return missing.map(asProblem);
    const onServer = await serverRights(db);
    if (onServer.length > 0) {
      return warning(`This account has rights on the whole server (${someOf(onServer)}).`, {
        next: 'For day-to-day use make one as README has it below "Two accounts".',
        details: { server: onServer },
      });
    }
    if (await ownsDatabase(db)) {
      return warning('This account owns the database: whoever knows its password may change every table.', {
        next: 'Keep it for shop db migrate, and share one as README has it below "Two accounts".',
      });
    }
    return fine('This account may do what daily work needs, and no more.');
  });
}

const someOf = (words: string[]) =>
  words.length > 3 ? `${words.slice(0, 3).join(', ')}, …` : words.join(', ');

// An order's dates and the end of a login are told by the database's clock, and shown by this machine's.
const noticeable = 5_000;

export async function checkClock(scene: Scene): Promise<Found | Found[]> {
  const db = await scene.database();
  return orProblem(async () => {
    const ahead = await clockAhead(db);
    const seconds = Math.abs(ahead / 1000);
    const details = { aheadMilliseconds: ahead };
    if (Math.abs(ahead) < noticeable) return fine("The database's clock and this machine's agree.", details);
    return warning(
      `The database's clock is ${spanOf(seconds)} ${ahead > 0 ? 'ahead of' : 'behind'} this machine's.`,
      { next: 'Let both keep time by NTP; one of them shows orders and logins at wrong times.', details },
    );
  });
}

const spanOf = (seconds: number) =>
  seconds < 120
    ? `${Math.round(seconds)} seconds`
    : seconds < 7200
      ? `${Math.round(seconds / 60)} minutes`
      : `${Math.round(seconds / 3600)} hours`;

// So many rows are looked through in about a second.
const mostRows = 200_000;

/** The invariants, where that is quick. */
export async function checkBooks(scene: Scene): Promise<Found | Found[]> {
  const db = await scene.database();
  await tablesOf(scene);
  return orProblem(async () => {
    const rows = await estimatedRows(db);
    if (rows > mostRows) throw new Skipped(`About ${rows} rows: shop db verify looks through them.`);
    const { broken, checked } = await verify(db);
    if (broken.length === 0)
      return fine('Every invariant of stock, orders and favorites holds.', { checked });
    const [first] = broken;
    return problem(
      'conflict',
      `${broken.length === 1 ? '' : `${broken.length} invariants are broken: `}${first?.what}`,
      {
        next: 'shop db verify names all of it.',
        details: { broken: broken.length },
      },
    );
  });
}

/** @throws Skipped where the tables are not those of this program, which the check of the schema tells */
async function tablesOf(scene: Scene) {
  const db = await scene.database();
  const { missing } = await pendingMigrations(db).catch(() => ({ missing: ['unknown'] }));
  if (missing.length > 0) throw new Skipped('The tables come first.');
}
