import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { isExecutable } from '#platform/executable.ts';
import { ClosedPipe, LeftPager, type Writer, writerTo } from './writer.ts';

export type PagedWriter = Writer & {
  /** Shows what is still held back, and waits until the person has left the pager. */
  end(): Promise<void>;
};

type Screen = { columns: number; rows: number };
type Where = { command: string; env: NodeJS.ProcessEnv; screen: Screen; plain: Writer };

/**
 * Holds text back until it is longer than the screen, then gives it to the pager; what fits goes out as it is, and so does
 * everything where the pager cannot be started.
 */
export function pagedWriter({ command, env, screen, plain }: Where): PagedWriter {
  let held = '';
  let pager: Pager | undefined;
  let isPlain = !isThere(command, env);
  return {
    async write(text) {
      if (isPlain || typeof text !== 'string') return plain.write(text);
      if (pager) return pager.write(text);
      held += text;
      if (!isLonger(held, screen)) return;
      pager = await startPager(command, env);
      isPlain = pager === undefined;
      const first = held;
      held = '';
      await (pager ?? plain).write(first);
    },
    async end() {
      if (held !== '') await plain.write(held);
      held = '';
      const missed = await pager?.end();
      if (missed) await plain.write(missed);
    },
  };
}

type Pager = Writer & {
  /** Waits for its end. @returns what was written, where the pager turned out not to be one */
  end(): Promise<string | undefined>;
};

// More is not kept for a pager that cannot be started: its end is noticed long before.
const mostKept = 1_000_000;
// The shell's words for a command that is not there, or is no program.
const notStarted = [126, 127];

async function startPager(command: string, env: NodeJS.ProcessEnv): Promise<Pager | undefined> {
  // As git: F leaves what fits on the screen, R lets colours through, X leaves the text there at the end.
  const child = spawn(command, {
    shell: true,
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { LESS: 'FRX', LV: '-c', ...env },
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  try {
    await once(child, 'spawn');
  } catch {
    return undefined;
  }
  const forget = leaveInterruptsToIt();
  const { stdin } = child as ChildProcess & { stdin: NodeJS.WriteStream };
  const writer = writerTo(stdin);
  let kept = '';
  return {
    async write(text) {
      if (kept.length < mostKept) kept += text;
      try {
        await writer.write(text);
      } catch (error) {
        // Its reader has seen enough, or it never began; `end` tells them apart.
        if (!(error instanceof ClosedPipe)) throw error;
        if (!notStarted.includes((await ended) ?? 0)) throw new LeftPager();
      }
    },
    async end() {
      stdin.end();
      const code = await ended;
      forget();
      return notStarted.includes(code ?? 0) ? kept : undefined;
    },
  };
}

/**
 * Ctrl-C goes to the pager and to this process alike. There it means to stop reading on, or nothing; here it would end
 * the process and leave a pager without its shell.
 */
function leaveInterruptsToIt(): () => void {
  const listeners = process.rawListeners('SIGINT') as NodeJS.SignalsListener[];
  const ignore = () => {};
  process.removeAllListeners('SIGINT');
  process.on('SIGINT', ignore);
  return () => {
    process.off('SIGINT', ignore);
    for (const listener of listeners) process.on('SIGINT', listener);
  };
}

/** Whether the text takes more rows than the screen has above its last one, where the prompt will stand. */
function isLonger(text: string, { columns, rows }: Screen): boolean {
  let taken = 0;
  for (const line of text.replace(/\n$/, '').split('\n')) {
    taken += Math.max(1, Math.ceil(stripVTControlCharacters(line).length / columns));
    if (taken >= rows) return true;
  }
  return false;
}

/** Whether the first word of a command, after what it sets, is a program. What is more than words is the shell's to say. */
function isThere(command: string, { PATH = '' }: NodeJS.ProcessEnv): boolean {
  const program = command.split(/\s+/).find((word) => word !== '' && !/^\w+=/.test(word));
  if (program === undefined) return false;
  if (process.platform === 'win32' || /[^\w./+-]/.test(program)) return true;
  const files = program.includes('/')
    ? [program]
    : PATH.split(delimiter).map((folder) => join(folder, program));
  return files.some(isExecutable);
}
