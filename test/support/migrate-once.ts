import { connect } from '#db/connect.ts';
import { parseDatabaseUrl } from '#db/database-url.ts';
import { migrate } from '#db/migrate.ts';

// A process of its own: migrates the database of its argument and prints what it applied.
const { db, close } = connect(parseDatabaseUrl(process.argv[2] ?? ''), { poolSize: 1 });
const { applied } = await migrate(db);
await close();
process.stdout.write(JSON.stringify(applied));
