// Runs before `npm start` and `npm test`: installs what is missing, builds what is stale, sees to a database server.
// Plain JavaScript for Node 20, on nothing but Node itself: on a fresh clone there is nothing else yet.
import { fileURLToPath } from 'node:url';
import { buildWhenStale } from './prepare/build.js';
import { installPackages } from './prepare/packages.js';
import { Problem, say } from './prepare/run.js';
import { installServer } from './prepare/server.js';

const root = fileURLToPath(new URL('..', import.meta.url));

try {
  await Promise.all([installPackages(root).then(() => buildWhenStale(root)), installServer(process.env)]);
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  say(error.message);
  process.exitCode = 1;
}
