import { defineConfig } from 'rolldown';

// One small entry; every command, the TUI and what only they need become chunks that load when they are run.
export default defineConfig({
  // The keychain is asked in a process of its own, which the parent starts by this file's name.
  input: { main: 'src/cli/main.ts', 'keychain-child': 'src/platform/keychain-child.ts' },
  platform: 'node',
  // Native packages bring their own binaries; they cannot be bundled.
  external: ['keytar', '@node-rs/argon2', 'react-devtools-core'],
  // Ink loads its developer tools where DEV is set. Syntax that the oldest supported Node does not know (`await using`) is rewritten.
  transform: {
    target: 'node22.12',
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  },
  output: {
    dir: 'dist',
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    minify: true,
    cleanDir: true,
  },
});
