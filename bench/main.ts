// `npm run bench`: what the shop takes beside the least that could be taken, in one table.
// `--check` fails over budget, `--brief` measures less and lets a figure be twice as much;
// `--only start,items,tui,purchases` measures a part.
import { parseArgs } from 'node:util';
import { startTestServer, type TestServer } from '#test/server.ts';
import { fillShops, manyItemsRows } from './many-items.ts';
import { purchaseRows } from './purchase.ts';
import { isWithin, printTable, type Row } from './rows.ts';
import { startUpRows } from './start-up.ts';
import { tuiRows } from './tui.ts';

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    brief: { type: 'boolean', default: false },
    only: { type: 'string', default: 'start,items,tui,purchases' },
  },
});
const parts = values.only.split(',');
const slack = values.brief ? 2 : 1;

const rows: Row[] = [];
if (parts.includes('start')) {
  rows.push(
    ...(await startUpRows(values.brief ? { rounds: 7, firstRounds: 1 } : { rounds: 21, firstRounds: 3 })),
  );
}
if (parts.some((part) => ['items', 'tui', 'purchases'].includes(part))) {
  const server = await startTestServer();
  try {
    await onServer(server);
  } finally {
    await server.stop();
  }
}
printTable(rows, slack);
if (values.check && !rows.every((row) => isWithin(row, slack))) process.exitCode = 1;

async function onServer(server: TestServer) {
  console.log(`On ${server.flavor} ${server.version}, Node ${process.versions.node}`);
  if (parts.includes('items') || parts.includes('tui')) {
    const shops = await fillShops(
      server,
      values.brief ? [10, 10_000, 100_000] : [10, 1_000, 100_000, 1_000_000],
    );
    if (parts.includes('items')) {
      const wish = values.brief ? { rounds: 3, repeats: 60 } : { rounds: 5, repeats: 400 };
      const told = await manyItemsRows(server, shops, wish);
      console.table(told.growth);
      rows.push(...told.rows);
    }
    if (parts.includes('tui')) {
      const wish = values.brief
        ? { presses: 100, longPresses: 1_000 }
        : { presses: 500, longPresses: 36_000 };
      const told = await tuiRows(
        [shops[0], shops.at(-1)].filter((shop) => shop !== undefined),
        wish,
      );
      console.table(told.growth);
      rows.push(...told.rows);
    }
  }
  if (parts.includes('purchases'))
    rows.push(...(await purchaseRows(server, { rounds: values.brief ? 3 : 7 })));
}
