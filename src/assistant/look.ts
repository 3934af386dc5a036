import type { Db } from '#db/connect.ts';
import { readOnly } from '#db/read-only.ts';

/** Reads from the database. The server itself refuses whatever would write. */
export type Look = <T>(work: (db: Db) => Promise<T>) => Promise<T>;

export const lookInto =
  (db: Db): Look =>
  (work) =>
    readOnly(db, work);
