void main(process.argv.slice(2));

/** The only place that sets the exit code. The version is answered before anything else is loaded. */
async function main(argv: string[]): Promise<void> {
  // An import would bring a chunk with it.
  const { readFileSync } = process.getBuiltinModule('node:fs');
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  // The build puts the commit here as a text, empty where it had no git.
  const commit = process.env.SHOP_BUILT_FROM;
  const version: string = commit ? `${manifest.version} (${commit})` : manifest.version;
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    process.stdout.write(`${version}\n`);
  } else if (argv[0] === '__complete') {
    const { complete } = await import('./completion/complete.ts');
    const abandoned = await complete(argv.slice(1), process);
    if (abandoned) process.exit();
  } else {
    const { run } = await import('./run.ts');
    const { exitCode, abandoned, signal } = await run(argv, process, version);
    process.exitCode = exitCode;
    if (signal) process.kill(process.pid, signal);
    // What was interrupted may still hold a connection or a question open, which would keep the process.
    if (abandoned) process.exit();
  }
}
