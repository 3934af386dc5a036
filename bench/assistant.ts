// How well questions find their way: to the database where they belong, and nowhere else. `--check` fails where the
// held-out half, which nobody looks at while making rules, is worse than what the shop promises.

import { catalogueOf } from '#assistant/catalogue.ts';
import { connect } from '#db/connect.ts';
import { migrate } from '#db/migrate.ts';
import { item } from '#db/schema.ts';
import { startTestServer } from '#test/server.ts';
import { assortment } from '../test/assistant/questions/assortment.ts';
import { type Figures, measure } from '../test/assistant/questions/measure.ts';

const files = process.argv.includes('--tuned') ? (['tuned'] as const) : (['tuned', 'held-out'] as const);
const server = await startTestServer();
const { db, close } = connect(
  { socketPath: server.socketPath, user: 'root', database: 'shop' },
  { poolSize: 4 },
);
try {
  await migrate(db);
  await db.insert(item).values(assortment);
  for (const file of files) report(file, await measure(file, catalogueOf(db, null)));
} finally {
  await close();
  await server.stop();
}

function report(file: string, figures: Figures) {
  const { questions, precision, recall, falseRoutes, wrong } = figures;
  console.log(`${file}: ${questions} questions`);
  console.log(`  precision    ${precision.toFixed(3)} (at least 0.97)`);
  console.log(`  recall       ${recall.toFixed(3)} (at least 0.85)`);
  console.log(`  false routes ${(falseRoutes * 100).toFixed(1)} % (at most 1 %)`);
  for (const { question, right, routed } of wrong)
    console.log(`  wrong: ${question}\n    ${right}, not ${routed}`);
  const isGood = precision >= 0.97 && recall >= 0.85 && falseRoutes <= 0.01;
  if (file === 'held-out' && !isGood && process.argv.includes('--check')) process.exitCode = 1;
}
