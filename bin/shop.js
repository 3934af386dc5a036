#!/usr/bin/env node
// Plain JavaScript that an old Node can read: it is here to say so, or to find a newer one.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const needed = [22, 12];
const root = fileURLToPath(new URL('..', import.meta.url));
const ownNode = join(root, 'node_modules', '.bin', 'node');

if (isNewEnough(process.versions.node)) await load();
else if (existsSync(ownNode)) runWith(ownNode);
else
  fail(
    `shop needs Node ${needed.join('.')} or newer; this is ${process.versions.node}.`,
    'Install a newer Node.',
  );

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > needed[0] || (major === needed[0] && minor >= needed[1]);
}

async function load() {
  if (!existsSync(join(root, 'dist', 'main.js'))) {
    return fail('shop is not built yet.', `Run \`npm run build\` (or \`npm start\`) in ${root}`);
  }
  const cache = process.env.NODE_COMPILE_CACHE || compileCache();
  if (isThere(dirname(cache))) module.enableCompileCache(cache);
  await import('../dist/main.js');
}

// Node's own default is a folder in /tmp that another account could have made, and what lies in the cache is run.
function compileCache() {
  const { SHOP_HOME, XDG_CACHE_HOME, LOCALAPPDATA, HOME = homedir() } = process.env;
  if (SHOP_HOME) return join(SHOP_HOME, 'cache');
  if (process.platform === 'darwin') return join(HOME, 'Library', 'Caches', 'shop');
  if (process.platform === 'win32') return join(LOCALAPPDATA || HOME, 'shop', 'Cache');
  return join(XDG_CACHE_HOME || join(HOME, '.cache'), 'shop');
}

// Node makes the folders above the cache by itself, but never comes back where that cannot be done, as below /proc.
function isThere(folder) {
  try {
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch {
    return existsSync(folder);
  }
}

function runWith(node) {
  const child = spawn(node, [join(root, 'bin', 'shop.js'), ...process.argv.slice(2)], { stdio: 'inherit' });
  // This process outlives the other one, to hand on how it ended. A terminal sends Ctrl-C to both; without one,
  // whoever sends a signal knows this process alone.
  const fromTerminal = process.stdin.isTTY ? ['SIGINT', 'SIGQUIT'] : [];
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => fromTerminal.includes(signal) || child.kill(signal));
  }
  child.on('error', (error) => fail(`${node} cannot be started: ${error.message}`, 'Run `npm ci` again.'));
  child.on('exit', (code, signal) => {
    if (!signal) return process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function fail(message, next) {
  process.stderr.write(`shop: ${message}\n${next}\n`);
  process.exitCode = 1;
}
