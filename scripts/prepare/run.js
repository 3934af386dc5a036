import { spawn } from 'node:child_process';

/** Something that the person has to see to: its message is all that is printed. */
export class Problem extends Error {}

/** stdout belongs to what is started afterwards. */
export const say = (line) => process.stderr.write(`${line}\n`);

/** Runs a program silently; what it printed is shown when it fails. @throws Problem */
export async function run(program, args, { cwd, env = process.env } = {}) {
  const { code, output } = await attempt(program, args, { cwd, env });
  if (code === 0) return;
  throw new Problem(`${output.trimEnd()}\nshop: ${[program, ...args].join(' ')} failed (${code}).`);
}

/** Runs a program and tells how it went. Its output is kept in memory, both streams in the order they came. */
export function attempt(program, args, { cwd, env = process.env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', (error) => resolve({ code: error.code, output: error.message }));
    child.on('close', (code, signal) => resolve({ code: code ?? signal, output }));
  });
}

/** Runs npm as the one that runs us, or the one on PATH. @throws Problem */
export function npm(root, args) {
  const own = process.env.npm_execpath;
  return own?.endsWith('.js')
    ? run(process.execPath, [own, ...args], { cwd: root })
    : run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { cwd: root });
}
