import { openDatabase } from '#db/open.ts';
import { shopPaths } from '#platform/paths.ts';

// A process of its own: opens the embedded database of its SHOP_HOME, says what it was told and how many items there are.
const said: string[] = [];
const { db, close } = await openDatabase({
  target: undefined,
  paths: shopPaths(process.env),
  say: (line) => said.push(line),
  poolSize: 1,
});
const [rows] = await db.execute('SELECT COUNT(*) AS items FROM item');
await close();
process.stdout.write(JSON.stringify({ said, rows }));
