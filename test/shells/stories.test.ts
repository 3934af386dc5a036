import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { eq } from 'drizzle-orm';
import { execa } from 'execa';
import { describe, expect } from 'vitest';
import { type Shell, shells } from '#cli/completion/scripts.ts';
import type { Db } from '#db/connect.ts';
import { users } from '#db/schema.ts';
import { seedSample } from '#db/seed.ts';
import { missingPrograms } from '#test/apt.ts';
import { type Shopper, test } from '#test/run-shop.ts';
import { withShopOnPath } from '#test/shells.ts';
import { readTranscript, retell } from '#test/transcript.ts';

// Each is the same in every shell. `npx vitest run test/shells -u` writes down what happens now: read it before it is kept.
const folder = join(import.meta.dirname, 'stories');
const stories = (await readdir(folder)).filter((name) => name.endsWith('.txt'));

const missing = await missingPrograms(...shells, 'jq', 'sqlite3');
if (missing) process.stderr.write(`The stories are not told: ${missing}.\n`);

const runs: Record<Shell, string[]> = {
  bash: ['--norc', '-c'],
  zsh: ['-f', '-c'],
  fish: ['--no-config', '-c'],
};

/** joe, an operator of the sample shop, in a folder with what the story begins with. */
async function anOperator(db: Db, shopper: Shopper, files: Map<string, string>) {
  await seedSample(db, { demoPasswords: true });
  await db.update(users).set({ role: 'operator' }).where(eq(users.username, 'joe'));
  await shopper.json(['login', 'joe', '--password-stdin'], { input: 'shop-demo\n' });
  const cwd = join(shopper.home, 'work');
  await mkdir(cwd);
  for (const [name, text] of files) {
    const path = join(cwd, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    if (text.startsWith('#!')) await chmod(path, 0o755);
  }
  const env = await withShopOnPath(shopper);
  return { cwd, env: { ...env, PATH: `${join(cwd, 'bin')}:${env.PATH}`, LC_ALL: 'C.UTF-8' } };
}

describe.skipIf(missing !== null)('a story', () => {
  test.for(stories.flatMap((story) => shells.map((shell) => [story, shell] as const)))(
    '%s, told in %s',
    async ([story, shell], { db, shopper }) => {
      const file = join(folder, story);
      const transcript = readTranscript(await readFile(file, 'utf8'));
      const { cwd, env } = await anOperator(db, shopper, transcript.files);

      const told = await retell(transcript, async (command) => {
        const { stdout, stderr, exitCode } = await execa(shell, [...runs[shell], command], {
          cwd,
          env,
          extendEnv: false,
          reject: false,
          input: '',
          stripFinalNewline: false,
        });
        return { stdout, stderr, exitCode };
      });

      await expect(told).toMatchFileSnapshot(file);
    },
  );
});
