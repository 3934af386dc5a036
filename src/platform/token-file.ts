import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { chmod, link, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ShopError } from '#domain/errors.ts';
import { ensureFolder } from './folder.ts';

/** What a file holds, as its sentences call it. */
type What = 'login' | 'secret' | 'setting';

const LARGEST = 16_384;
// Windows has no such flags; its profile folders are private by their access lists.
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * The text of a file that its owner alone can read, or null when there is none.
 * @throws ShopError auth when it is a link, open to others, or another owner's
 */
export async function readTokenFile(path: string, what: What = 'login'): Promise<string | null> {
  const file = opened(path, what);
  if (file === null) return null;
  try {
    // What was opened is what is looked at: nobody can change the name's meaning in between.
    refuseUnlessOurs(path, file, what);
    return readFileSync(file, 'utf8').trim();
  } finally {
    closeSync(file);
  }
}

/**
 * The text of a file of one's own that `readTokenFile` refuses because others can read it, or put another one in its
 * place; else null. What it says must be proved before anything is done for it.
 */
export async function readExposedFile(path: string): Promise<string | null> {
  const file = await open(path, READ).catch(() => null);
  if (!file) return null;
  try {
    const found = await file.stat();
    const isOurs = found.isFile() && found.size <= LARGEST && found.uid === process.getuid?.();
    return isOurs ? (await file.readFile('utf8')).trim() : null;
  } finally {
    await file.close();
  }
}

/** Writes the file whole or not at all, 0600 in a folder 0700, in place of whatever bore its name. */
export async function writeTokenFile(path: string, text: string, what: What = 'login'): Promise<void> {
  const draft = await writeDraft(path, text, what);
  await rename(draft, path).catch((error) => unwritable(path, error, what));
}

/** As `writeTokenFile`, unless the file is there already. @returns whether it was written */
export async function createTokenFile(path: string, text: string): Promise<boolean> {
  const draft = await writeDraft(path, text);
  try {
    // A link is made once: of two processes that are first at the same moment, one learns that it was second.
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    return unwritable(path, error);
  } finally {
    await unlink(draft);
  }
}

/** @returns whether there was a file */
export async function removeTokenFile(path: string): Promise<boolean> {
  try {
    await unlink(path);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw notWritten(`The login file ${path} cannot be removed`, error);
  }
}

// Every command looks here, and Node takes longer to load its promises of files than to read this one.
function opened(path: string, what: What): number | null {
  try {
    return openSync(path, READ);
  } catch (error) {
    if (isAbsent(error)) return null;
    if (codeOf(error) === 'ELOOP') throw refused(path, 'is a link', what);
    if (codeOf(error) === 'EACCES' || codeOf(error) === 'EPERM') throw closed(path, error);
    throw error;
  }
}

function refuseUnlessOurs(path: string, file: number, what: What): void {
  const found = fstatSync(file);
  if (!found.isFile()) throw refused(path, 'is not a plain file', what);
  if (found.size > LARGEST) throw refused(path, 'is too large', what);
  if (process.getuid === undefined) return;
  if (found.uid !== process.getuid()) throw refused(path, 'belongs to another user', what);
  if ((found.mode & 0o077) !== 0) throw refused(path, 'is open to other users', what);
  const folder = statSync(dirname(path));
  if ((folder.mode & 0o022) !== 0)
    throw refused(path, 'lies in a folder that other users can write to', what);
}

async function writeDraft(path: string, text: string, what: What = 'login'): Promise<string> {
  const folder = dirname(path);
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    ensureFolder(folder);
    await chmod(folder, 0o700);
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(`${text}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    return draft;
  } catch (error) {
    await unlink(draft).catch(() => {});
    return unwritable(path, error, what);
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);
const isAbsent = (error: unknown) => codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';

function unwritable(path: string, cause: unknown, what: What = 'login'): never {
  throw notKept(path, cause, what);
}

/** Whether the disk is full or may not be written here, which is no fault of ours. */
export const isRefusedByDisk = (error: unknown) =>
  ['ENOENT', 'EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EEXIST'].includes(
    String(codeOf(error)),
  );

export const notKept = (path: string, cause: unknown, what: What = 'setting') =>
  notWritten(`${what === 'login' ? 'Who you are' : `The ${what}`} cannot be kept in ${path}`, cause);

const notWritten = (what: string, cause: unknown) =>
  new ShopError('unavailable', `${what} (${codeOf(cause)}).`, {
    next: 'Make the folder writable, or choose another one with SHOP_HOME.',
    cause,
  });

const refused = (path: string, why: string, what: What) =>
  new ShopError('auth', `The ${what} file ${path} ${why}, so it is not used.`, {
    details: { reason: 'file' },
    next:
      what === 'login'
        ? 'Remove it and log in again: shop login'
        : 'Remove it and set it again: shop config set',
  });

const closed = (path: string, cause: unknown) =>
  new ShopError('unavailable', `You may not read ${path}, where your login would be.`, {
    next: 'Run shop as the owner of that folder, or choose another one with SHOP_HOME.',
    cause,
  });
