import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { secretsIn } from './secrets.ts';

/** @throws when a secret stands in what a command, a screen or a log says */
export function refuseSecrets(text: string, where: string) {
  const found = secretsIn(text);
  if (found.length > 0) throw new Error(`${where} tells ${found.join(', ')}.`);
}

// Where a secret belongs: files that their owner alone can read, and the database's own. The compiled program says what
// its text does, and the hashes of the sample people's known password are in that.
const keepers =
  /^(?:cache\/v[\w.-]+\/[\w-]+\.cjs|(?:logins\/\w+\/)?(?:login|visitor|trial-\d+)|secrets\/.*|(?:.*\/)?(?:data|tmp)\/.*)$/;
const largest = 4_000_000;

/** Every file below a person's folder, but for those that are there to keep secrets. @throws when one tells a secret */
export async function sweepFolder(folder: string) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || keepers.test(relative(folder, file))) continue;
    // What ends meanwhile, such as a lock, may be gone.
    const text = await readFile(file, 'latin1').catch(() => '');
    refuseSecrets(text.slice(-largest), file);
  }
}

/** Core files and Node's reports of a crash that are new in these folders. @throws when one tells a secret */
export async function sweepCores(folders: readonly string[], since: number) {
  for (const folder of folders) {
    for (const name of await readdir(folder).catch(() => [])) {
      if (!/^(?:core(?:\.\d+)?|.*\.core|report\..*\.json|.*\.heapsnapshot)$/.test(name)) continue;
      const file = join(folder, name);
      const found = await stat(file).catch(() => undefined);
      if (found?.isFile() && found.mtimeMs >= since) refuseSecrets(await readFile(file, 'latin1'), file);
    }
  }
}
