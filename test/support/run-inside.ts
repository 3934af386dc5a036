import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import { Readable, Writable } from 'node:stream';
import { complete } from '#cli/completion/complete.ts';
import { endingsOf } from '#cli/help-reference.ts';
import { rows } from '#cli/program.ts';
import { run } from '#cli/run.ts';
import type { Answer, Piped } from './run-shop.ts';

/** `shop …words` in this process: what `bin/shop.js` does with the words, its streams being pipes. */
export const runInside = (words: string[], piped: Piped): Promise<Answer> => startInside(words, piped).ended;

/** As `runInside`, while it runs. */
export function startInside(words: string[], { input = '', env }: Piped) {
  const stdout = pipe();
  const stderr = pipe();
  const process = aProcess({ env, input, stdout, stderr });
  const told = (): Answer => ({ stdout: stdout.text(), stderr: stderr.text(), exitCode: undefined });
  return {
    told,
    signal: (name: NodeJS.Signals) => process.emit(name),
    /** Whoever read its results goes away. */
    leave: () => stdout.breakPipe(),
    ended: ending(words, process).then((exitCode): Answer => ({ ...told(), exitCode })),
  };
}

/** As a shell has it: 143 after SIGTERM. */
async function ending(words: string[], process: NodeJS.Process): Promise<number> {
  if (words[0] === '__complete') {
    await complete(words.slice(1), process);
    return 0;
  }
  const { exitCode, signal } = await run(words, process, 'test');
  await refuseUntold(words, exitCode);
  return signal ? 128 + constants.signals[signal] : exitCode;
}

/** A command ends only as its help says that it can. */
async function refuseUntold(words: string[], exitCode: number) {
  const wayOf = (usage: string) => usage.split(' ').filter((word) => /^[a-z]/.test(word));
  const found = rows.find(([usage]) => wayOf(usage).every((word, at) => words[at] === word));
  if (!found) return;
  const { endings } = await found[2]();
  if (endingsOf(endings).some(({ code }) => code === exitCode)) return;
  throw new Error(`shop ${words.join(' ')} ended with ${exitCode}, of which its help does not tell.`);
}

type Parts = { env: Piped['env']; input: string | Uint8Array; stdout: Writable; stderr: Writable };

// What the command line asks of its process, and no more.
function aProcess({ env, input, stdout, stderr }: Parts): NodeJS.Process {
  const stdin = Readable.from([Buffer.from(input)], { objectMode: false });
  return Object.assign(new EventEmitter(), { env, stdin, stdout, stderr }) as unknown as NodeJS.Process;
}

function pipe() {
  const chunks: Buffer[] = [];
  let broken = false;
  const stream = new Writable({
    write(chunk, _encoding, done) {
      if (broken) return done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  return Object.assign(stream, {
    text: () => Buffer.concat(chunks).toString(),
    breakPipe() {
      broken = true;
    },
  });
}
