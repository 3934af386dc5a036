// Node's own modules, as `process.getBuiltinModule` gives them, and when something of them is asked for. `import` and
// `require` ask each of them for all it exports, and what `node:fs`, `node:util` and others load only when asked (streams,
// decoders) takes longer than the rest of a short command.
import { builtinModules } from 'node:module';
import type { Plugin } from 'rolldown';

const prefix = '\0builtin:';

/** A Rolldown plugin. */
export const builtins: Plugin = {
  name: 'builtins',
  resolveId: {
    filter: { id: /^(node:)?[a-z0-9_]+(\/[a-z]+)?$/ },
    handler(wanted: string) {
      const name = wanted.replace(/^node:/, '');
      // What the bundle itself begins with needs `module` before anything else is there.
      return name !== 'module' && builtinModules.includes(name) ? prefix + name : null;
    },
  },
  load: {
    filter: { id: /^\0builtin:/ },
    handler: (id: string) => ({ code: codeOf(id.slice(prefix.length)), moduleType: 'js' }),
  },
};

function codeOf(name: string): string {
  const whole = `process.getBuiltinModule('node:${name}')`;
  const builtin = process.getBuiltinModule(name) ?? {};
  // What is a function itself, as `node:events`, or inherits what it can, as `node:process`, is there in every process anyway.
  if (Object.getPrototypeOf(builtin) !== Object.prototype) return `module.exports = ${whole};`;
  const names = Object.keys(builtin).join(' ');
  return `let whole;
    for (const name of '${names}'.split(' '))
      Object.defineProperty(module.exports, name, { enumerable: true, get: () => (whole ??= ${whole})[name] });`;
}
