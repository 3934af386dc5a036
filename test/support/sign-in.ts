import type { Db } from '#db/connect.ts';
import type { Credentials } from '#domain/accounts.ts';
import { checkLogin } from '#domain/sign-in.ts';

/** The account that a login begins for, without its session. */
export const signIn = async (db: Db, wish: Credentials) => (await checkLogin(db, wish))(db);
