import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, run, say } from './run.js';

/** Installs the packages of package-lock.json unless exactly they are there. @throws Problem */
export async function installPackages(root) {
  const stamp = join(root, 'node_modules', '.shop-installed');
  const isKnown = readText(stamp) === fingerprint(root);
  if (!isKnown && !matches(root)) {
    say('Installing packages (npm ci) …');
    // A person's own settings (omit=dev, ignore-scripts, NODE_ENV=production) must not leave out what the build needs.
    const whole = ['--include=dev', '--include=optional', '--ignore-scripts=false', '--engine-strict=false'];
    await npm(root, ['ci', ...whole, '--no-audit', '--no-fund']);
  }
  await installNode(root);
  if (!isKnown) writeFileSync(stamp, fingerprint(root));
}

// npm writes its own lock file into node_modules at the end of an installation; both together tell that nothing has changed.
function fingerprint(root) {
  const inside = statSync(join(root, 'node_modules', '.package-lock.json'), { throwIfNoEntry: false });
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  return `${lock} ${inside?.mtimeMs} ${inside?.size} ${process.platform} ${process.arch}`;
}

/** Whether node_modules holds what the lock file says; what was left out may only be optional (for other machines). */
function matches(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  const isThere = ([path, { integrity, version, optional }]) => {
    const found = present[path];
    return found ? found.integrity === integrity && found.version === version : optional === true;
  };
  return Object.entries(wanted).every(([path, entry]) => path === '' || isThere([path, entry]));
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

// The package `node` fetches its program by an install script, which npm may have been told to skip.
async function installNode(root) {
  const folder = join(root, 'node_modules', 'node');
  if (!existsSync(folder) || isNewEnough(process.versions.node)) return;
  if (!existsSync(join(folder, 'bin', 'node'))) {
    say('Installing Node …');
    await run(process.execPath, ['installArchSpecificPackage.js'], { cwd: folder });
  }
  const link = join(root, 'node_modules', '.bin', 'node');
  if (existsSync(link)) return;
  mkdirSync(join(root, 'node_modules', '.bin'), { recursive: true });
  symlinkSync(join('..', 'node', 'bin', 'node'), link);
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 12);
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
