import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, Problem } from '../prepare/run.js';

/**
 * Downloads Debian packages into a folder with an apt whose lists and archives are its own, so that it needs no rights
 * and leaves the system's alone: `whole` with what they depend on, as far as the system does not have it, `again` even if
 * it has them, and `scripts` without its dependencies.
 * @returns the package files. @throws Problem
 */
export async function downloadPackages(folder, { whole, again, scripts, env }) {
  const archives = join(folder, 'cache', 'archives');
  for (const name of [join(folder, 'lists', 'partial'), join(archives, 'partial')])
    mkdirSync(name, { recursive: true });
  const options = [
    `Dir::State::lists=${join(folder, 'lists')}`,
    `Dir::Cache=${join(folder, 'cache')}`,
    'Debug::NoLocking=true',
    // As root apt would download as somebody who may not write here.
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);

  // A broken third source must not keep away what the others have.
  await attempt('apt-get', [...options, 'update'], { env });
  const install = ['install', '--download-only', '-y', '--no-install-recommends', ...whole];
  for (const step of [install, ['download', ...again, scripts]]) {
    const { code, output } = await attempt('apt-get', [...options, ...step], { cwd: archives, env });
    if (code !== 0) throw new Problem(code === 'ENOENT' ? 'there is no apt-get.' : output);
  }
  return readdirSync(archives)
    .filter((name) => name.endsWith('.deb'))
    .map((name) => join(archives, name));
}
