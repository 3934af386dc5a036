import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export type Checkout = AsyncDisposable & {
  folder: string;
  /** A folder that is all of PATH: what is not put there is not installed on this machine. */
  programs: string;
};

const manifest = {
  name: 'tiny',
  version: '1.0.0',
  type: 'module',
  // The real build is rolldown's: this one leaves a mark for each time that it ran.
  scripts: { build: 'node build.js' },
  dependencies: { pebble: 'file:./pebble' },
};

const build = `
import { appendFileSync, mkdirSync } from 'node:fs';
mkdirSync('dist', { recursive: true });
appendFileSync('dist/main.cjs', '// built once\\n');
`;

const lock = {
  name: 'tiny',
  version: '1.0.0',
  lockfileVersion: 3,
  requires: true,
  packages: {
    '': { name: 'tiny', version: '1.0.0', dependencies: { pebble: 'file:./pebble' } },
    'node_modules/pebble': { resolved: 'pebble', link: true },
    pebble: { version: '1.0.0' },
  },
};

/** A checkout with the real scripts and a package of its own, so that npm needs no registry. Nothing is installed in it. */
export async function tinyCheckout(): Promise<Checkout> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'shop-checkout-')));
  const [folder, programs] = [join(home, 'checkout'), join(home, 'programs')];
  await cp(join(root, 'scripts'), join(folder, 'scripts'), { recursive: true });
  await cp(join(root, 'bin'), join(folder, 'bin'), { recursive: true });
  await mkdir(join(folder, 'src/db/server'), { recursive: true });
  await mkdir(join(folder, 'pebble'));
  await mkdir(programs);
  const write = (name: string, value: unknown) =>
    writeFile(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));
  await write('package.json', manifest);
  await write('package-lock.json', lock);
  await write('pebble/package.json', { name: 'pebble', version: '1.0.0' });
  await write('build.js', build);
  await write('src/main.ts', '');
  await write('src/db/server/usual-folders.json', []);
  for (const name of ['sh', 'env', 'touch', 'chmod']) await symlink(await find(name), join(programs, name));
  await symlink(process.execPath, join(programs, 'node'));
  await symlink(await realpath(await find('npm')), join(programs, 'npm'));
  return { folder, programs, [Symbol.asyncDispose]: () => rm(home, { recursive: true }) };
}

/** Puts a program onto PATH: a line of shell. */
export async function install(checkout: Checkout, name: string, script = 'exit 0') {
  const file = join(checkout.programs, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
}

export const installServer = async (checkout: Checkout) => {
  await install(checkout, 'mariadbd');
  await install(checkout, 'my_print_defaults');
};

export type Ending = { code: number | null; stdout: string; stderr: string };

export function prepare(checkout: Checkout, env: NodeJS.ProcessEnv = {}): Promise<Ending> {
  return run(process.execPath, [join(checkout.folder, 'scripts/prepare.js')], {
    PATH: checkout.programs,
    HOME: join(checkout.folder, '..'),
    npm_config_offline: 'true',
    ...env,
  });
}

export async function run(
  program: string,
  args: string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Ending> {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await ended;
  return { code, stdout, stderr };
}

async function find(name: string): Promise<string> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const found = await realpath(join(folder, name)).catch(() => undefined);
    if (found) return join(folder, name);
  }
  throw new Error(`${name} is not on PATH.`);
}
