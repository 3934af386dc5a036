import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ShopError } from '#domain/errors.ts';
import { ensureFolder } from './folder.ts';
import { locked } from './lock.ts';
import { isSecret, type SecretName, type SettingName, settingNames } from './settings.ts';
import { isRefusedByDisk, notKept, writeTokenFile } from './token-file.ts';

/** Where a secret is kept; the file of settings only knows that it is. */
export type SecretPlace = 'keychain' | 'file';

/** What `shop config set` has kept. Values are as they stand in the file, unchecked. */
export type Kept = {
  path: string;
  plain: { [name in SettingName]?: string };
  secrets: { [name in SecretName]?: SecretPlace };
};

const LARGEST = 64 * 1024;

export const settingsPath = (folder: string) => join(folder, 'config.json');

/** The settings file of a folder, nothing where there is none. @throws ShopError usage when it cannot be used */
export function readSettings(folder: string): Kept {
  const path = settingsPath(folder);
  const kept: Kept = { path, plain: {}, secrets: {} };
  const text = readText(path);
  if (text === undefined) return kept;
  const tree = parseTree(path, text);
  for (const name of settingNames) {
    const value = valueAt(tree, name);
    if (isSecret(name)) {
      if (value === 'keychain' || value === 'file') kept.secrets[name] = value;
      else if (value !== undefined) throw broken(path, `${name} belongs into the keychain`);
    } else if (value !== undefined) kept.plain[name] = value;
  }
  return kept;
}

/** The entries of that file that are no settings: a later shop's, or a name that is spelled wrong. */
export function unknownSettings(folder: string): string[] {
  const path = settingsPath(folder);
  const tree = parseTree(path, readText(path) ?? '{}');
  const known: readonly string[] = settingNames;
  return Object.entries(tree)
    .flatMap(([group, entries]) => Object.keys(asTree(entries) ?? {}).map((key) => `${group}.${key}`))
    .filter((name) => !known.includes(name));
}

/**
 * Runs `work`, which changes the settings of a folder, while no other process does so: of two changes at once both are kept,
 * and a password stays with the URL that it came with. @throws ShopError unavailable when the folder cannot be written
 */
export async function changingSettings<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  const place = join(folder, 'config-lock');
  try {
    ensureFolder(place);
    return await locked(place, work);
  } catch (error) {
    throw error instanceof ShopError || !isRefusedByDisk(error)
      ? error
      : notKept(settingsPath(folder), error);
  }
}

/** Changes one entry and leaves the rest of the file, what this program does not know of it too. */
export async function writeSetting(
  folder: string,
  name: SettingName,
  value: string | undefined,
): Promise<void> {
  const path = settingsPath(folder);
  const tree = parseTree(path, readText(path) ?? '{}');
  const [group = '', key = ''] = name.split('.');
  const entries = { ...asTree(tree[group]), [key]: value };
  await writeTokenFile(path, JSON.stringify({ ...tree, [group]: entries }, null, 2), 'setting');
}

function readText(path: string): string | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw broken(path, `it cannot be opened (${code})`);
  }
  try {
    const found = fstatSync(file);
    if (!found.isFile() || found.size > LARGEST) throw broken(path, 'it is no small file');
    // Whoever may write here could send this person's password to a server of their own.
    if (process.getuid && (found.uid !== process.getuid() || (found.mode & 0o022) !== 0)) {
      throw broken(path, 'others may write it');
    }
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

type Tree = Record<string, unknown>;

function parseTree(path: string, text: string): Tree {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw broken(path, 'it is not JSON');
  }
  const tree = asTree(value);
  if (!tree) throw broken(path, 'it is no object');
  return tree;
}

function valueAt(tree: Tree, name: SettingName): string | undefined {
  const [group = '', key = ''] = name.split('.');
  const value = asTree(tree[group])?.[key];
  return value === undefined ? undefined : String(value);
}

const asTree = (value: unknown): Tree | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Tree) : undefined;

const broken = (path: string, why: string) =>
  new ShopError('usage', `The settings in ${path} cannot be used: ${why}.`, {
    next: 'Mend or remove the file.',
  });
