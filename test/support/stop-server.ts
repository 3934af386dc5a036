// Run as a process of its own by the tests of the embedded database: stops the server of SHOP_HOME, and prints how it went.

import { stopServer } from '#db/server/server.ts';
import { shopPaths } from '#platform/paths.ts';

process.stdout.write(`${JSON.stringify({ stopped: await stopServer(shopPaths(process.env)) })}\n`);
