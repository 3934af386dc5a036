import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { inject } from 'vitest';
import { connect } from '#db/connect.ts';
import { parseDatabaseUrl } from '#db/database-url.ts';
import { connectToServer, databaseUrlFor, onOneNode } from './database.ts';

const readme = new URL('../../README.md', import.meta.url);

/** The statements of README's "Two accounts": those for the owner, then those for the day-to-day account. */
export function documentedGrants(): [owner: string[], daily: string[]] {
  const [, section = ''] = /\n### Two accounts\n([\s\S]*?)\n##/.exec(readFileSync(readme, 'utf8')) ?? [];
  const blocks = [...section.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, text = '']) => statementsOf(text));
  const [owner = [], daily = []] = blocks;
  return [owner, daily];
}

const statementsOf = (text: string) =>
  text
    .replace(/--.*$/gm, '')
    .split(';')
    .map((statement) => statement.replace(/\s+/g, ' ').trim())
    .filter((statement) => statement !== '');

/** A database and its two accounts as README makes them, but for their names, on the run's throw-away server. */
export async function twoAccounts() {
  const name = `two_${randomBytes(6).toString('hex')}`;
  const [owner, daily] = documentedGrants();
  const root = connectToServer(inject('nodes')[0]);
  const asRoot = async (statements: string[]) => {
    for (const statement of statements) await root.db.execute(sql.raw(renamed(statement, name)));
  };
  const connectAs = (user: string) => connect(parseDatabaseUrl(urlOf(user)), { poolSize: 4 });
  const urlOf = (user: string) => {
    const url = new URL(onOneNode(databaseUrlFor(name)));
    [url.username, url.password] = [user, password];
    return url.href;
  };
  return {
    name,
    root: root.db,
    makeOwner: () => asRoot(owner),
    makeDaily: () => asRoot(daily),
    owner: () => connectAs(`${name}_owner`),
    daily: () => connectAs(`${name}_daily`),
    ownerUrl: urlOf(`${name}_owner`),
    dailyUrl: urlOf(`${name}_daily`),
    async [Symbol.asyncDispose]() {
      await asRoot([`DROP DATABASE IF EXISTS shop`, `DROP USER IF EXISTS 'shop_owner'@'%', 'shop'@'%'`]);
      await root.close();
    },
  };
}

const password = 'a password of one of the two';

// A socket is `localhost` to the server; a real one, as README has it, is asked from elsewhere.
function renamed(statement: string, name: string): string {
  return statement
    .replace(/'shop_owner'@'%'/g, `'${name}_owner'@'localhost'`)
    .replace(/'shop'@'%'/g, `'${name}_daily'@'localhost'`)
    .replace(/IDENTIFIED BY '[^']*'/g, `IDENTIFIED BY '${password}'`)
    .replace(/\bREQUIRE SSL\b/g, '')
    .replace(/\bshop(?=\.|$| CHARACTER)/g, name);
}
