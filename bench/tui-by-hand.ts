// The least that a full screen can do: when the cursor moves, the two lines that it changes are written, and nothing else.
const { columns = 80, rows = 24 } = process.stdout;
const synchronized = (text: string) => process.stdout.write(`\x1b[?2026h${text}\x1b[?2026l`);
const line = (at: number, marked: boolean) => {
  const text = `${marked ? '›' : ' '} Item ${at + 1}`.padEnd(columns);
  return `\x1b[${at + 4};1H${marked ? `\x1b[7m${text}\x1b[27m` : text}`;
};

let marked = 0;
process.stdin.setRawMode(true);
synchronized(`\x1b[2J${Array.from({ length: rows - 6 }, (_, at) => line(at, at === marked)).join('')}`);
process.stdin.on('data', (bytes) => {
  for (const key of bytes.toString()) {
    const next = Math.max(0, marked + (key === 'j' ? 1 : -1));
    synchronized(line(marked, false) + line(next, true));
    marked = next;
  }
});
