import { type LookOnce, looking, takeBack } from './retry.ts';
import type { Db } from './session.ts';

/**
 * Runs `work`, which only reads, on the database as it is at one moment, while people go on buying: its figures add up
 * however many statements they come from. It holds no lock that a purchase waits for.
 */
export const atOneMoment = <T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> =>
  looking(db, work, lookAtOneMoment);

const lookAtOneMoment: LookOnce = async (lent, work) => {
  try {
    // For the next transaction alone: the connection goes back into the pool as it was.
    await lent.say('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await lent.say('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
    return await work(lent.db);
  } finally {
    await takeBack(lent);
  }
};
