import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { manualPage } from './man/page.ts';

// Written by the build, beside the bundle.
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
writeFileSync(new URL('../dist/shop.1', import.meta.url), await manualPage({ version, date: lastChange() }));

/** The day of the last commit, so that the same sources give the same page; without git today. */
function lastChange(): string {
  try {
    return execFileSync('git', ['log', '-1', '--format=%cs'], {
      cwd: new URL('..', import.meta.url),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return new Date().toISOString().slice(0, 10);
  }
}
