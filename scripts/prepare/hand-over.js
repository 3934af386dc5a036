import { spawn } from 'node:child_process';
import { say } from './run.js';

/** Runs a command in place of this process, on the same terminal, and ends as it ends. */
export function handOver(command, args, env) {
  const child = spawn(command, args, { stdio: 'inherit', env, shell: process.platform === 'win32' });
  // The terminal sends Ctrl-C to both; this process outlives the other one to hand on how it ended.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => {
    say(`shop: ${command} cannot be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
