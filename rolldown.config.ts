import { defineConfig } from 'rolldown';
import { ascii } from './scripts/bundle/ascii.ts';
import { builtins } from './scripts/bundle/builtins.ts';
import { commitOf } from './scripts/bundle/commit.ts';
import { entry } from './scripts/bundle/entry.ts';
import { inkTools } from './scripts/bundle/ink-tools.ts';
import { licenses } from './scripts/bundle/licenses.ts';
import { mysqlErrors } from './scripts/bundle/mysql-errors.ts';
import { standIns } from './scripts/bundle/stand-ins.ts';

// The build puts what nobody could ask for later into the text.
const transform = {
  // Syntax that the oldest supported Node does not know (`await using`) is rewritten.
  target: 'node22.12',
  define: {
    'process.env.NODE_ENV': '"production"',
    // Ink loads its developer tools where DEV is set.
    'process.env.DEV': '"false"',
    // A package has no git that could be asked later.
    'process.env.SHOP_BUILT_FROM': JSON.stringify(commitOf(import.meta.dirname)),
  },
};
// Native packages bring their own binaries; they cannot be bundled.
const external = ['keytar', '@node-rs/argon2', 'sharp', 'react-devtools-core'];

export default defineConfig([
  // One small entry; every command, the TUI and what only they need become chunks that load when they are run.
  {
    input: 'src/cli/main.ts',
    platform: 'node',
    plugins: [standIns, mysqlErrors, inkTools, builtins, entry, ascii, licenses],
    external,
    transform,
    output: {
      dir: 'dist',
      // Loaded by bin/bundle.js, which keeps V8's code of it.
      format: 'cjs',
      dynamicImportInCjs: false,
      entryFileNames: '[name].cjs',
      chunkFileNames: 'chunks/[name]-[hash].cjs',
      minify: true,
      // Each file that a command loads costs it a millisecond: what nearly all of them need is in two.
      codeSplitting: {
        groups: [
          { name: 'runtime', test: /^\0(builtin|rolldown)/, priority: 3 },
          { name: 'cli', test: /src\/cli\/run\.ts/, priority: 2 },
          {
            name: 'shop',
            test: /src\/(shop\.ts|domain\/|platform\/(?!keychain-child)|cli\/(examples|input|item|pages)\.ts)/,
            priority: 1,
          },
        ],
      },
      cleanDir: true,
    },
  },
  // The keychain is asked in a process of its own, which the parent starts by this file's name.
  {
    input: 'src/platform/keychain-child.ts',
    platform: 'node',
    external,
    transform,
    output: { dir: 'dist', format: 'esm', entryFileNames: '[name].js', minify: true },
  },
]);
