import { execFile } from 'node:child_process';
import { readdirSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { isExecutable } from '#platform/executable.ts';
import type { Flavor } from './state.ts';
// Debian, Fedora, Arch, MySQL's own package for macOS, Homebrew: most keep servers outside a person's PATH.
import usualFolders from './usual-folders.json' with { type: 'json' };

const run = promisify(execFile);

/** A database server that is installed on this machine. */
export type Server = { flavor: Flavor; version: string; program: string };

/** Where to look: the folders of PATH, then `folders`, in which one `*` stands for any name. */
export type SearchPlaces = { path?: string | undefined; folders?: readonly string[] };

const programs = ['mariadbd', 'mysqld'];

/** Every server that is installed, in the order of the places; each is asked for its version. */
export async function findServers({ path, folders = usualFolders }: SearchPlaces = {}): Promise<Server[]> {
  const onPath = (path ?? process.env.PATH ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
  const places = [...onPath, ...folders.flatMap(expand)];
  const files = places.flatMap((folder) => programs.map((name) => join(folder, name))).filter(isExecutable);
  // mysqld is often a link to mariadbd: each program counts once.
  const real = new Set(files.map((file) => realpathSync(file)));
  const servers = await Promise.all([...real].map(identify));
  return servers.filter((server) => server !== undefined);
}

/** Asks a program which server it is; undefined when it is none. */
export async function identify(program: string): Promise<Server | undefined> {
  try {
    const { stdout } = await run(program, ['--no-defaults', '--version'], { timeout: 20_000 });
    const version = /\bVer (\d+\.\d+(?:\.\d+)?)/.exec(stdout)?.[1];
    return version ? { flavor: /mariadb/i.test(stdout) ? 'mariadb' : 'mysql', version, program } : undefined;
  } catch {
    // It does not run here (another architecture, a missing library): it is no server for us.
    return undefined;
  }
}

function expand(folder: string): string[] {
  const star = folder.indexOf('*');
  if (star < 0) return [folder];
  const start = folder.lastIndexOf('/', star);
  const end = folder.indexOf('/', star);
  const [parent, prefix, rest] = [folder.slice(0, start), folder.slice(start + 1, star), folder.slice(end)];
  try {
    return readdirSync(parent)
      .filter((name) => name.startsWith(prefix))
      .map((name) => join(parent, name) + rest);
  } catch {
    return [];
  }
}

/** Compares the first two numbers of two versions: within them, servers read each other's data folders. */
export function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [otherMajor = 0, otherMinor = 0] = than.split('.').map(Number);
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
