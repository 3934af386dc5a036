import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'rolldown';

type Package = { name: string; version: string; license: string; folder: string };

/**
 * Puts `THIRD-PARTY-LICENSES` beside the bundle: of each package whose code is in it what its license asks for, which is its
 * text with the names of those who wrote it. A package without one stops the build.
 */
export const licenses: Plugin = {
  name: 'licenses',
  generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
    const packages = new Map(modules.flatMap(packageOf).map((one) => [`${one.name}@${one.version}`, one]));
    const sorted = [...packages.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    this.emitFile({
      type: 'asset',
      fileName: 'THIRD-PARTY-LICENSES',
      source: `The files beside this one hold code of these packages.\n\n${sorted.map(entryOf).join('\n')}`,
    });
  },
};

const inPackage = /^(.*[/\\]node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+))[/\\]/;

function packageOf(id: string): Package[] {
  const [, folder] = inPackage.exec(id.replace(/^\0/, '')) ?? [];
  if (folder === undefined) return [];
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return [{ name, version, license, folder }];
}

// These come without a text: whose they are, as their code or manifest says, and where the same license stands.
const withoutText: Record<string, { holder: string; same: string }> = {
  'yoga-layout': { holder: 'Copyright (c) Meta Platforms, Inc. and affiliates.', same: 'LICENSE' },
  'drizzle-orm': { holder: 'Copyright Drizzle Team', same: 'node_modules/openai/LICENSE' },
};

const root = join(import.meta.dirname, '..', '..');

function entryOf({ name, version, license, folder }: Package): string {
  const texts = readdirSync(folder)
    .filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  const text = texts.length > 0 ? texts.join('\n\n') : sameAs(name);
  return `${'-'.repeat(80)}\n${name} ${version} (${license})\n\n${text}\n`;
}

function sameAs(name: string): string {
  const known = withoutText[name];
  if (!known) throw new Error(`${name} is in the bundle and has no text of its license.`);
  const text = readFileSync(join(root, known.same), 'utf8').trim();
  return `${known.holder}\n\n${text.replace(/^ *Copyright .*\n+/m, '')}`;
}
