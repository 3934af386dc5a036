import { createRequire } from 'node:module';
import type { Plugin } from 'rolldown';

/**
 * A Rolldown plugin: mysql2's table of error names, six thousand assignments, is one text here, read when the first error
 * comes.
 */
export const mysqlErrors: Plugin = {
  name: 'mysql-errors',
  load: {
    filter: { id: /\/node_modules\/mysql2\/lib\/constants\/errors\.js$/ },
    handler(id: string) {
      const table = JSON.stringify(JSON.stringify(createRequire(id)(id)));
      return `let table;
        const read = () => (table ??= JSON.parse(${table}));
        module.exports = new Proxy({}, { get: (_, name) => read()[name] });`;
    },
  },
};
