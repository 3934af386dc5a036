/**
 * A story told by commands. Lines that begin with `#` are its prose, `@ name` begins a file whose lines are indented by four,
 * `$ ` a command. What a command does stands below it: stdout as it is, stderr behind `! `, an exit code that is not 0 in
 * brackets.
 */
export type Transcript = { files: Map<string, string>; told: Told[] };

type Told = { prose: string } | { command: string };

export type Outcome = { stdout: string; stderr: string; exitCode: number | undefined };

export function readTranscript(text: string): Transcript {
  const files = new Map<string, string>();
  const told: Told[] = [];
  let file = '';
  for (const line of text.split('\n')) {
    const [, name] = /^@ (.+)$/.exec(line) ?? [];
    if (name) file = name;
    if (name) files.set(name, '');
    else if (line.startsWith('    ') && file) files.set(file, `${files.get(file)}${line.slice(4)}\n`);
    if (line.startsWith('#')) told.push({ prose: line });
    if (line.startsWith('$ ')) told.push({ command: line.slice(2) });
  }
  return { files, told };
}

/** Runs the commands one after the other; the transcript as it is this time, for which day it is no matter. */
export async function retell(
  { files, told }: Transcript,
  run: (command: string) => Promise<Outcome>,
): Promise<string> {
  const parts: string[] = [];
  for (const part of told) parts.push('prose' in part ? part.prose : await retold(part.command, run));
  const [title = '', ...rest] = parts;
  const given = [...files].map(([name, text]) => `@ ${name}\n${text.replace(/^(?=.)/gm, '    ').trimEnd()}`);
  return `${[title, ...given, ...rest].join('\n\n').replace(/^(#.*)\n\n(?=#)/gm, '$1\n')}\n`;
}

async function retold(command: string, run: (command: string) => Promise<Outcome>): Promise<string> {
  const { stdout, stderr, exitCode } = await run(command);
  const lines = [`$ ${command}`, ...linesOf(stdout), ...linesOf(stderr).map((line) => `! ${line}`)];
  if (exitCode !== 0) lines.push(`[${exitCode}]`);
  return lines.join('\n');
}

const linesOf = (text: string) => (text === '' ? [] : timeless(text.replace(/\r?\n$/, '')).split(/\r?\n/));

const timeless = (text: string) =>
  text
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replaceAll(new Date().toISOString().slice(0, 10), '<today>');
