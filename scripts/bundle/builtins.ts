// Node's own modules, as `process.getBuiltinModule` gives them. `import` and `require` ask each of them for all it
// exports, and what `node:fs`, `node:util` and others load only when asked (streams, decoders) takes longer than the rest
// of a short command.
import { builtinModules } from 'node:module';
import type { Plugin } from 'rolldown';

const prefix = '\0builtin:';

/** A Rolldown plugin. */
export const builtins: Plugin = {
  name: 'builtins',
  resolveId: {
    filter: { id: /^(node:)?[a-z_]+(\/[a-z]+)?$/ },
    handler(wanted: string) {
      const name = wanted.replace(/^node:/, '');
      // What the bundle itself begins with needs `module` before anything else is there.
      return name !== 'module' && builtinModules.includes(name) ? prefix + name : null;
    },
  },
  load: {
    filter: { id: /^\0builtin:/ },
    handler: (id: string) => ({
      code: `module.exports = process.getBuiltinModule('node:${id.slice(prefix.length)}');`,
      moduleType: 'js',
    }),
  },
};
