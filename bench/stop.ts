// How long Esc takes to stop an answer in the TUI: from the key being written to the pseudo-terminal until the frame no
// longer says that it answers. Promised are 200 ms. A prompt that is stopped before its first word comes back, so there
// are enough of them.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connect } from '#db/connect.ts';
import { migrate } from '#db/migrate.ts';
import { aModelServer, stallsAfter } from '#test/model-server.ts';
import { startTestServer } from '#test/server.ts';
import { openTerminal } from '#test/terminal.ts';
import { percentile } from './rows.ts';

const rounds = 40;
const server = await startTestServer();
const model = await aModelServer(stallsAfter());
const home = await mkdtemp(join(tmpdir(), 'shop-'));
await migrated();
const tui = await openTerminal(process.execPath, ['bin/shop.js', 'tui', 'chat'], {
  env: {
    HOME: home,
    SHOP_HOME: home,
    SHOP_KEYCHAIN: 'file',
    SHOP_DATABASE_URL: `mysql://root@localhost/shop?socket=${encodeURIComponent(server.socketPath)}`,
    OPENAI_BASE_URL: model.url,
  },
});
try {
  await tui.waitFor('5 of 5 left');
  const taken: number[] = [];
  for (let round = 1; round <= rounds; round += 1) taken.push(await stopping(round));
  const at = (percent: number) => Math.round(percentile(taken, percent));
  console.log(
    `Esc to stopped, ${rounds} times: median ${at(50)} ms, p95 ${at(95)} ms, slowest ${at(100)} ms (promised: 200 ms)`,
  );
} finally {
  await tui[Symbol.asyncDispose]();
  await model[Symbol.asyncDispose]();
  await server.stop();
  await rm(home, { recursive: true, force: true });
}

async function stopping(round: number): Promise<number> {
  tui.press(...'a story', 'Enter');
  while (model.asked.length < round) await pause(5);
  await tui.waitFor('answering');
  const pressed = performance.now();
  tui.press('Esc');
  await tui.waitForGone('answering');
  return performance.now() - pressed;
}

async function migrated() {
  const wish = { socketPath: server.socketPath, user: 'root', database: 'shop' };
  const { db, close } = connect(wish, { poolSize: 1 });
  await migrate(db);
  await close();
}
