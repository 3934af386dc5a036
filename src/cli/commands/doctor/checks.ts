import { checkAssistant } from './assistant.ts';
import { checkConnection } from './connection.ts';
import { checkBooks, checkClock, checkRights, checkSchema } from './database.ts';
import { type Finding, type Found, problem, Skipped } from './finding.ts';
import { checkFolders } from './folders.ts';
import { checkKeychain, checkLogin } from './login.ts';
import { checkNode } from './node.ts';
import { type Scene, Silence } from './scene.ts';
import { checkServer } from './server.ts';
import { checkSettings } from './settings.ts';
import { checkTerminal } from './terminal.ts';

type Check = (scene: Scene) => Promise<Found | Found[]>;

/** Each needs at most what stands above it: the first problem is the one to mend first. */
const checks: [name: string, look: Check, time?: 'own' | 'once connected'][] = [
  ['node', checkNode],
  ['folders', checkFolders],
  ['settings', checkSettings],
  ['server', checkServer],
  ['connection', checkConnection, 'own'],
  ['schema', checkSchema, 'once connected'],
  ['rights', checkRights, 'once connected'],
  ['clock', checkClock, 'once connected'],
  ['books', checkBooks, 'once connected'],
  ['keychain', checkKeychain],
  ['login', checkLogin, 'once connected'],
  ['terminal', checkTerminal],
  ['assistant', checkAssistant, 'own'],
];

/** A check that failed itself. */
export type Fault = { error: unknown };

/** Runs every check at once. @returns what each has found, in the order of the table, and what was a fault of ours */
export async function examine(scene: Scene): Promise<{ findings: Finding[]; faults: Fault[] }> {
  const faults: Fault[] = [];
  const found = await Promise.all(
    checks.map(async ([check, look, time]): Promise<Finding[]> => {
      if (time === 'once connected') await scene.connect().catch(() => {});
      const looked = time === 'own' ? look(scene) : scene.inTime(() => look(scene));
      const all = await looked.catch((error) => otherwise(error, faults));
      return [all].flat().map((one) => ({ ...one, check }));
    }),
  );
  return { findings: found.flat(), faults };
}

function otherwise(error: unknown, faults: Fault[]): Found {
  if (error instanceof Skipped) return { status: 'skipped', message: error.message };
  if (error instanceof Silence) return problem('unavailable', error.message);
  faults.push({ error });
  return { status: 'problem', code: 'unexpected', message: 'This could not be looked at: a fault of ours.' };
}

/** The first problem: what follows may follow from it. */
export const worstOf = (findings: readonly Finding[]): Finding | undefined =>
  findings.find(({ status }) => status === 'problem');
