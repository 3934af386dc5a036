// From the write of a key to the last byte of the frame that it causes, in a pseudo-terminal, beside a program that
// changes the same lines by hand.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import type { Assortment } from './many-items.ts';
import { shopBin } from './processes.ts';
import { percentile, type Row } from './rows.ts';

const frameEnd = '\x1b[?2026l';
// Longer than a second frame of the same key would take, for example one with details that were loaded.
const quiet = 30;
const byHand = fileURLToPath(new URL('./tui-by-hand.ts', import.meta.url));

type Size = readonly [columns: number, rows: number];
type Presses = { ms: number[]; bytes: number[]; megabytes: number; laterMegabytes: number };

type Wish = { presses: number; longPresses: number };

/** Latency of keys with few and with many items, small and large, and what a long session keeps in memory. */
export async function tuiRows(
  shops: readonly Assortment[],
  { presses, longPresses }: Wish,
): Promise<{ rows: Row[]; growth: Record<string, string | number>[] }> {
  const home = await mkdtemp(join(tmpdir(), 'shop-bench-'));
  const sizes: Size[] = [
    [80, 24],
    [200, 60],
  ];
  const growth: Record<string, string | number>[] = [];
  const p99 = new Map<string, number>();
  const memory: number[] = [];
  try {
    for (const size of sizes) {
      const bare = await measure([byHand], {}, size, presses, 0);
      growth.push(lineOf('by hand', size, bare));
      for (const shop of shops) {
        const env = { SHOP_HOME: home, HOME: home, SHOP_DATABASE_URL: shop.url, SHOP_KEYCHAIN: 'none' };
        const isLast = size === sizes.at(-1) && shop === shops.at(-1);
        const told = await measure([shopBin, 'tui'], env, size, presses, isLast ? longPresses : 0);
        growth.push(lineOf(`${shop.count.toLocaleString('en')} items`, size, told));
        p99.set(`${shop.count} ${size[0]}`, percentile(told.ms, 99));
        if (isLast) memory.push(told.megabytes, told.laterMegabytes);
      }
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
  const [few, many] = [shops.at(0)?.count ?? 0, shops.at(-1)?.count ?? 0];
  const [columns] = sizes.at(-1) ?? [0];
  const slowest = p99.get(`${many} ${columns}`) ?? Number.NaN;
  const small = p99.get(`${few} ${columns}`) ?? Number.NaN;
  const [early = Number.NaN, late = Number.NaN] = memory;
  const most = (value: number): { most: number } => ({ most: value });
  return {
    rows: [
      {
        what: 'TUI, key to frame at 200x60, p99',
        against: '',
        ours: slowest,
        floor: null,
        unit: 'ms',
        value: slowest,
        budget: most(16),
      },
      {
        what: `TUI, ${many.toLocaleString('en')} items, p99`,
        against: `${few} items`,
        ours: slowest,
        floor: small,
        unit: 'ms',
        value: slowest / small,
        budget: most(1.2),
      },
      {
        what: `TUI's memory after ${longPresses.toLocaleString('en')} keys`,
        against: `after ${presses}`,
        ours: late,
        floor: early,
        unit: 'MB',
        value: late / early,
        budget: most(1.1),
      },
    ],
    growth,
  };
}

const lineOf = (what: string, [columns, rows]: Size, { ms, bytes }: Presses) => ({
  what: `${what}, ${columns}x${rows}`,
  'p50, ms': percentile(ms, 50).toFixed(1),
  'p95, ms': percentile(ms, 95).toFixed(1),
  'p99, ms': percentile(ms, 99).toFixed(1),
  'bytes a frame': Math.round(bytes.reduce((sum, one) => sum + one, 0) / bytes.length),
});

async function measure(
  words: string[],
  env: NodeJS.ProcessEnv,
  [columns, rows]: Size,
  presses: number,
  longPresses: number,
): Promise<Presses> {
  const pty = spawn(process.execPath, words, {
    name: 'xterm-256color',
    cols: columns,
    rows,
    env: { ...process.env, TERM: 'xterm-256color', COLORTERM: 'truecolor', ...env },
  });
  let text = '';
  let lastData = performance.now();
  let onData = () => {};
  pty.onData((data) => {
    text += data;
    lastData = performance.now();
    onData();
  });
  const isQuiet = async (for_ = quiet) => {
    while (performance.now() - lastData < for_) await pause(5);
  };
  const frame = () =>
    new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('No frame came within ten seconds.')), 10_000);
      onData = () => {
        if (!text.includes(frameEnd)) return;
        clearTimeout(late);
        onData = () => {};
        resolve();
      };
    });
  const press = async (key: string) => {
    text = '';
    const started = performance.now();
    const drawn = frame();
    pty.write(key);
    await drawn;
    const took = performance.now() - started;
    const bytes = Buffer.byteLength(text);
    await isQuiet();
    return { ms: took, bytes };
  };
  try {
    while (!text.includes(frameEnd)) await pause(5);
    // The first page, what follows it, and the pages ahead.
    await isQuiet(1_000);
    const told: Presses = { ms: [], bytes: [], megabytes: 0, laterMegabytes: 0 };
    for (let at = 0; at < presses; at += 1) {
      const { ms, bytes } = await press(keyAt(at));
      told.ms.push(ms);
      told.bytes.push(bytes);
    }
    told.megabytes = await resident(pty.pid);
    for (let at = 0; at < longPresses; at += 1) {
      pty.write(keyAt(at));
      if (at % 20 === 19) await pause(60);
    }
    await isQuiet(1_000);
    told.laterMegabytes = await resident(pty.pid);
    return told;
  } finally {
    pty.kill();
  }
}

// Down a stretch and up again, so that the cursor is never at an end, where a key changes nothing, with ten items either.
const keyAt = (at: number) => (at % 16 < 8 ? 'j' : 'k');

async function resident(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
