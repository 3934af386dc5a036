import type { Plugin } from 'rolldown';

/** A Rolldown plugin: the entry alone answers `--version`, and takes nothing from the chunk that Rolldown has it load first. */
export const entry: Plugin = {
  name: 'entry',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk' || !file.isEntry) continue;
      file.code = file.code.replace(/^require\("\.\/chunks\/rolldown-runtime-[\w-]+\.cjs"\),/, '');
    }
  },
};
