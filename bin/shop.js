#!/usr/bin/env node
// Plain JavaScript that an old Node can read: it is here to say so, or to find a newer one.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const needed = [22, 12];
const root = join(__dirname, '..');
const ownNode = join(root, 'node_modules', '.bin', 'node');

if (isNewEnough(process.versions.node)) load();
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

function load() {
  const main = join(root, 'dist', 'main.cjs');
  if (existsSync(main)) return require('./bundle.js')(main);
  fail('shop is not built yet.', `Run \`npm run build\` (or \`npm start\`) in ${root}`);
}

function runWith(node) {
  const { spawn } = require('node:child_process');
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
