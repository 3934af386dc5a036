#!/usr/bin/env node
// Plain JavaScript that an old Node can read: it is here to say so, or to find a newer one.
// Not by `import`, which takes longer for them than all the rest of this file. An old Node has no other way.
const builtin = (name) => process.getBuiltinModule?.(name) ?? import(name);
const { existsSync, mkdirSync } = await builtin('node:fs');
const { dirname, join } = await builtin('node:path');
const { fileURLToPath } = await builtin('node:url');

const needed = [22, 12];
const root = fileURLToPath(new URL('..', import.meta.url));
const ownNode = join(root, 'node_modules', '.bin', 'node');

if (isNewEnough(process.versions.node)) await load();
else if (existsSync(ownNode)) await runWith(ownNode);
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
  const cache = process.env.NODE_COMPILE_CACHE || (await compileCache());
  // A Tab in a shell makes no folders.
  const isReady = process.argv[2] === '__complete' ? existsSync : isThere;
  if (isReady(dirname(cache))) (await builtin('node:module')).enableCompileCache(cache);
  await import('../dist/main.js');
}

// Node's own default is a folder in /tmp that another account could have made, and what lies in the cache is run.
async function compileCache() {
  const { SHOP_HOME, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (SHOP_HOME) return join(SHOP_HOME, 'cache');
  const HOME = process.env.HOME ?? (await builtin('node:os')).homedir();
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

async function runWith(node) {
  const { spawn } = await builtin('node:child_process');
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
