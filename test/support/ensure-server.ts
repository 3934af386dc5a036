// Run as a process of its own by the tests of the embedded database: does once what every command does first, and prints how it went.

import { ensureServer } from '#db/server/server.ts';
import { ShopError } from '#domain/errors.ts';
import { shopPaths } from '#platform/paths.ts';

const said: string[] = [];
try {
  const { socketPath, created } = await ensureServer(shopPaths(process.env), (line) => said.push(line));
  process.stdout.write(JSON.stringify({ said, socketPath, created }));
} catch (error) {
  if (!(error instanceof ShopError)) throw error;
  const { kind, message, next } = error;
  process.stdout.write(JSON.stringify({ said, kind, message, next }));
}
