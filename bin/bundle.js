// Loads the files of the bundle as `require` would, each with V8's code of what an earlier run has called in it. Node's own
// cache (`module.enableCompileCache`) keeps a file as it is before anything in it is called, so that each run would
// compile some seven hundred functions again: a third of what a short command takes.
const fs = require('node:fs');
const { createRequire } = require('node:module');
const { basename, dirname, join } = require('node:path');

const given = ['exports', 'require', 'module', '__filename', '__dirname'];
// By then a screen is drawn. V8 forgets the code of what was not called for a while.
const SAVED_AFTER_MS = 3000;

const modules = new Map();
const scripts = new Map();
let willSave = false;
let folder;

/** Runs a file of the bundle, once, and gives what it exports. */
module.exports = function load(file) {
  const known = modules.get(file);
  if (known) return known.exports;
  const module = { exports: {} };
  modules.set(file, module);
  const native = createRequire(file);
  const inside = (name) => (name[0] === '.' ? load(join(dirname(file), name)) : native(name));
  compiled(file)(module.exports, inside, module, file, dirname(file));
  return module.exports;
};

function compiled(file) {
  // The bundle is ASCII (scripts/bundle/ascii.ts).
  const text = fs.readFileSync(file, 'latin1');
  // V8 knows a source by its length alone: only a name with a hash in it says what is inside. And `--version` needs
  // nothing else than the entry, not even a module to make scripts with.
  if (basename(dirname(file)) !== 'chunks') return new Function(...given, text);
  const { Script } = require('node:vm');
  const head = `(function (${given}) {`;
  const cachedData = kept(file);
  const script = new Script(`${head}${text}\n})`, {
    filename: file,
    columnOffset: -head.length,
    cachedData,
  });
  scripts.set(file, script);
  if (!cachedData || script.cachedDataRejected) saveLater();
  return script.runInThisContext();
}

function kept(file) {
  folder ??= join(cache(), `${process.version}-${process.arch}`);
  try {
    const bytes = fs.readFileSync(join(folder, basename(file)));
    const code = bytes.subarray(0, -4);
    return bytes.length > 4 && bytes.readInt32LE(code.length) === sumOf(code) ? code : undefined;
  } catch {
    return undefined;
  }
}

// V8 trusts what it is given, and would run half a file that a crash of the machine has left. A word in each 64 bytes finds
// every sector that is missing, in a tenth of the time that all of them would take.
function sumOf(bytes) {
  let sum = bytes.length;
  for (let at = 0; at + 4 <= bytes.length; at += 64) sum = (Math.imul(sum, 31) + bytes.readInt32LE(at)) | 0;
  return sum;
}

/** A file that is new to the cache is a command's first time: what it has called in the other files is kept as well. */
function saveLater() {
  if (willSave) return;
  willSave = true;
  process.once('exit', save);
  setTimeout(() => {
    process.off('exit', save);
    save();
  }, SAVED_AFTER_MS).unref();
}

function save() {
  // What a screen loads later is saved by another turn.
  willSave = false;
  // A Tab in a shell makes no folders.
  if (process.argv[2] === '__complete' ? !fs.existsSync(folder) : !makeFolder(folder)) return;
  try {
    for (const [file, script] of scripts) {
      keep(join(folder, basename(file)), script.createCachedData());
    }
    for (const name of fs.readdirSync(folder)) {
      if (!fs.existsSync(join(__dirname, '..', 'dist', 'chunks', name))) fs.rmSync(join(folder, name));
    }
  } catch {
    // A full disk, or another process that tidies up: the next run is as slow as this one, and does it again.
  }
}

function keep(path, code) {
  const sum = Buffer.alloc(4);
  sum.writeInt32LE(sumOf(code));
  const draft = `${path}.${process.pid}`;
  fs.writeFileSync(draft, Buffer.concat([code, sum]), { mode: 0o600 });
  fs.renameSync(draft, path);
}

/** Not by Node's `recursive`, which never comes back below /proc. */
function makeFolder(path) {
  if (fs.existsSync(path)) return true;
  if (dirname(path) === path || !makeFolder(dirname(path))) return false;
  try {
    fs.mkdirSync(path, { mode: 0o700 });
    return true;
  } catch {
    // Another process may have been faster.
    return fs.existsSync(path);
  }
}

// A folder in /tmp could have been made by another account, and what lies in the cache is run.
function cache() {
  const { NODE_COMPILE_CACHE, SHOP_HOME, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (NODE_COMPILE_CACHE) return NODE_COMPILE_CACHE;
  if (SHOP_HOME) return join(SHOP_HOME, 'cache');
  const HOME = process.env.HOME ?? require('node:os').homedir();
  if (process.platform === 'darwin') return join(HOME, 'Library', 'Caches', 'shop');
  if (process.platform === 'win32') return join(LOCALAPPDATA || HOME, 'shop', 'Cache');
  return join(XDG_CACHE_HOME || join(HOME, '.cache'), 'shop');
}
