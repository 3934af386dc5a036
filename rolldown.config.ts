import { defineConfig } from 'rolldown';
import { builtins } from './scripts/bundle/builtins.ts';
import { commitOf } from './scripts/bundle/commit.ts';
import { standIns } from './scripts/bundle/stand-ins.ts';

// One small entry; every command, the TUI and what only they need become chunks that load when they are run.
export default defineConfig({
  // The keychain is asked in a process of its own, which the parent starts by this file's name.
  input: { main: 'src/cli/main.ts', 'keychain-child': 'src/platform/keychain-child.ts' },
  platform: 'node',
  plugins: [standIns, builtins],
  // Native packages bring their own binaries; they cannot be bundled.
  external: ['keytar', '@node-rs/argon2', 'sharp', 'react-devtools-core'],
  // Ink loads its developer tools where DEV is set. Syntax that the oldest supported Node does not know (`await using`) is rewritten.
  transform: {
    target: 'node22.12',
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env.DEV': '"false"',
      // A package has no git that could be asked later.
      'process.env.SHOP_BUILT_FROM': JSON.stringify(commitOf(import.meta.dirname)),
    },
  },
  output: {
    dir: 'dist',
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
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
});
