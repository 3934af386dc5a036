import type { Command } from 'commander';
import * as z from 'zod/mini';
import { examples } from '#cli/examples.ts';
import { parse, wholeNumber } from '#cli/input.ts';
import type { Ending, Room } from '#cli/room.ts';
import type { Shape } from '#cli/shape.ts';
import { seedDemo } from '#db/demo.ts';
import { seedSample } from '#db/seed.ts';
import { counted } from '#domain/counted.ts';

type Seeded = { seeded: 'sample' | 'demo'; items: number };

const seededShape: Shape<Seeded> = {
  fields: { seeded: (done) => done.seeded, items: (done) => done.items },
  columns: [],
  text: ({ seeded, items }) =>
    seeded === 'sample'
      ? `The sample shop is loaded: ${items} items.`
      : `${counted(items, 'demo item')} added.`,
};

export const prints = seededShape;

const SeedInput = z.object({ demo: z.optional(wholeNumber('--demo', { max: 1_000_000 })) });

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, room: Room) {
  command.option('--demo <n>', 'add so many made-up items, at most a million').action(async (options) => {
    const { demo } = parse(SeedInput, options);
    const seeded = demo === undefined ? await loadSample(room) : await addDemo(demo, room);
    await room.out.print(seeded, seededShape);
  });
  examples(command, ['shop db seed', 'shop db seed --demo 10000']);
}

async function loadSample({ shop, out }: Room): Promise<Seeded> {
  // The password is known to everybody, so it is given on this machine's private database alone.
  const demoPasswords = !shop.config.databaseUrl;
  await seedSample(await shop.db(), { demoPasswords });
  if (demoPasswords) out.say('joe and smith can log in with the password shop-demo.');
  return { seeded: 'sample', items: 10 };
}

async function addDemo(count: number, { shop, out }: Room): Promise<Seeded> {
  const db = await shop.db();
  const bar = await out.progress(count);
  try {
    await seedDemo(db, { count, onProgress: bar.update });
  } finally {
    bar.stop();
  }
  return { seeded: 'demo', items: count };
}
