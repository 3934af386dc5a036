import { EventEmitter } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { complete } from '#cli/completion/complete.ts';
import { run } from '#cli/run.ts';
import type { Answer, Piped } from './run-shop.ts';

/** `shop …words` in this process: what `bin/shop.js` does with the words, its streams being pipes. */
export async function runInside(words: string[], { input = '', env }: Piped): Promise<Answer> {
  const stdout = pipe();
  const stderr = pipe();
  const process = aProcess({ env, input, stdout, stderr });
  if (words[0] === '__complete') {
    await complete(words.slice(1), process);
    return { stdout: stdout.text(), stderr: stderr.text(), exitCode: 0 };
  }
  const { exitCode } = await run(words, process, 'test');
  return { stdout: stdout.text(), stderr: stderr.text(), exitCode };
}

type Parts = { env: Piped['env']; input: string | Uint8Array; stdout: Writable; stderr: Writable };

// What the command line asks of its process, and no more.
function aProcess({ env, input, stdout, stderr }: Parts): NodeJS.Process {
  const stdin = Readable.from([Buffer.from(input)], { objectMode: false });
  return Object.assign(new EventEmitter(), { env, stdin, stdout, stderr }) as unknown as NodeJS.Process;
}

function pipe() {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  return Object.assign(stream, { text: () => Buffer.concat(chunks).toString() });
}
