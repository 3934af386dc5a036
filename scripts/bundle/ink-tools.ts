import type { Plugin } from 'rolldown';

/** A Rolldown plugin: Ink loads its tools for developers with an `await` of its own file, which CommonJS has not. */
export const inkTools: Plugin = {
  name: 'ink-tools',
  transform: {
    filter: { id: /\/node_modules\/ink\/build\/reconciler\.js$/ },
    handler: (code: string) =>
      code
        .replace("import.meta.resolve('react-devtools-core')", '{}')
        .replace("await import('./devtools.js')", '{}')
        .replace('await loadPackageJson()', '{}'),
  },
};
