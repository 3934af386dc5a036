import { cleanAll, cleanLines, cleanText } from '#domain/foreign.ts';
import { pieceCleaner } from '#domain/foreign-pieces.ts';
import { inLittleSpace } from '#platform/little-space.ts';
import { encoderFor, type Format, jsonDocument, type Sheet } from './formats.ts';
import { type Meaning, paintFor } from './paint.ts';
import type { Progress } from './progress.ts';
import { type Canvas, type Column, type Fielded, fieldsOf, plain, rowOf, type Shape } from './shape.ts';
import { LeftPager, type Writer, writerTo } from './writer.ts';

/** What the global options decide. Absent `format`: a table on a terminal, tab-separated lines elsewhere. */
type OutputSettings = { format?: Format; fields?: string; safeCsv?: boolean; quiet: boolean; color: boolean };

/** The one way out: results to stdout, words to stderr, foreign text clean. */
export type Output = {
  readonly format: Format;
  /** Whether a person looks at the results. */
  readonly terminal: boolean;
  /** Whether `--fields` asks for some of the result. */
  readonly chosen: boolean;
  /** Whether one of these fields goes out: `--fields` may leave them out. */
  shows(...fields: string[]): boolean;
  /** One value. */
  print<Value, Part>(value: Value, shape: Shape<Value, Part>): Promise<void>;
  /** A list, page by page as it comes, in constant memory. */
  list<Value>(
    pages: AsyncIterable<readonly Value[]> | readonly Value[][],
    shape: Shape<Value>,
    /** `live`: what comes late is shown when it comes, and never waits for a pager. */
    how?: { live: boolean },
  ): Promise<void>;
  /** One value as a person reads it, on stderr: what a question is about. */
  preview<Value, Part>(value: Value, shape: Shape<Value, Part>): Promise<void>;
  /** Ready lines, such as a help text or a receipt. */
  lines(text: string): Promise<void>;
  /** As `lines`, for a text to read at leisure: where it is longer than the screen, in the pager. */
  page(text: string): Promise<void>;
  /** Words that come one after the other; the last line break is the caller's. */
  words(text: string, meaning?: Meaning): Promise<void>;
  /** A piece of a file that is no text. */
  bytes(piece: Uint8Array): Promise<void>;
  /** A sentence on stderr; with `--quiet` nothing. */
  say(line: string): void;
  /** A sentence for a person alone: on stderr where that is a terminal. */
  hint(line: string): void;
  /** A bar on stderr for work in `total` steps; nothing where nobody looks, or with `--quiet`. */
  progress(total: number): Promise<Progress>;
  configure(settings: OutputSettings): void;
  /** The form of the result where nobody looks and none is asked for, instead of tab-separated lines. */
  prefer(format: Format): void;
  /** Refuses fields that `shape` does not have, before a command has done anything. */
  expect(shape: Fielded | undefined): void;
};

export type Streams = { stdout: NodeJS.WriteStream; stderr: NodeJS.WriteStream; env: NodeJS.ProcessEnv };

export function createOutput({ stdout, stderr, env }: Streams): Output {
  const writer = writerTo(stdout);
  const terminal = stdout.isTTY === true;
  const spoken = pieceCleaner();
  let settings: OutputSettings = { quiet: false, color: true };
  let piped: Format = 'tsv';
  const format = () => settings.format ?? (terminal ? 'table' : piped);

  const sheet = (shape: Fielded): Sheet & { ofParts: boolean } => ({
    width: widthOf(stdout, env),
    paint: paintFor({ terminal, colorWanted: settings.color, env }),
    terminal,
    safeCsv: settings.safeCsv ?? false,
    ...fieldsOf(shape, settings.fields),
  });

  const say = (line: string) => {
    if (!settings.quiet) stderr.write(`${cleanText(line)}\n`);
  };

  const plainly = (work: (to: Writer) => Promise<void>) => work(writer);

  /** Runs `work` on the way out, through the pager where a person looks and has one. Results alone: nothing that is live. */
  const paged = async (work: (to: Writer) => Promise<void>) => {
    const command = terminal ? pagerOf(env) : undefined;
    if (command === undefined) return plainly(work);
    const { pagedWriter } = await import('./pager.ts');
    const screen = { columns: stdout.columns || 80, rows: stdout.rows || 24 };
    const to = pagedWriter({ command, env, screen, plain: writer });
    try {
      await work(to);
    } finally {
      await to.end();
    }
  };

  return {
    get format() {
      return format();
    },
    terminal,
    get chosen() {
      return settings.fields !== undefined;
    },
    shows: (...fields) => settings.fields?.split(',').some((name) => fields.includes(name.trim())) ?? true,
    async print(value, shape) {
      const text = await encodeOne(value, shape, format(), sheet(shape));
      await paged((to) => to.write(text)).catch(leftEarly);
    },
    async list(pages, shape, how) {
      const encoder = await encoderFor(format(), shape, sheet(shape));
      let empty = true;
      const through = how?.live ? plainly : paged;
      const written = async (to: Writer) => {
        let before = encoder.head;
        for await (const page of pages) {
          if (page.length === 0) continue;
          empty = false;
          if (before !== '') await to.write(before);
          before = '';
          await to.write(encoder.page(page));
        }
        await to.write(before + encoder.foot);
      };
      await (Array.isArray(pages) ? through(written) : inLittleSpace(() => through(written)));
      if (empty && stderr.isTTY && shape.empty)
        say(typeof shape.empty === 'string' ? shape.empty : await shape.empty());
    },
    async preview(value, shape) {
      const paint = paintFor({ terminal: stderr.isTTY === true, colorWanted: settings.color, env });
      const width = widthOf(stderr, env);
      stderr.write(
        await encodeOne(value, shape, 'table', {
          width,
          paint,
          terminal: true,
          names: undefined,
          ofParts: false,
        }),
      );
    },
    lines: (text) => writer.write(`${cleanLines(text)}\n`),
    page: (text) => paged((to) => to.write(`${cleanLines(text)}\n`)).catch(leftEarly),
    words: (text, meaning) => {
      const paint = paintFor({ terminal, colorWanted: settings.color, env });
      return writer.write(paint(meaning, spoken.push(text)));
    },
    bytes: (piece) => writer.write(piece),
    say,
    hint: (line) => stderr.isTTY && say(line),
    async progress(total) {
      if (settings.quiet || !stderr.isTTY) return { update() {}, stop() {} };
      const { progressBar } = await import('./progress.ts');
      return progressBar(stderr, total);
    },
    configure(wanted) {
      settings = wanted;
    },
    prefer(format) {
      piped = format;
    },
    expect(shape) {
      if (shape) fieldsOf(shape, settings.fields);
    },
  };
}

/** As gh: SHOP_PAGER, else PAGER; an empty one or `cat` is none. A terminal that cannot move its cursor has none either. */
function pagerOf({ SHOP_PAGER, PAGER, TERM }: NodeJS.ProcessEnv): string | undefined {
  const command = (SHOP_PAGER ?? PAGER ?? '').trim();
  return command === '' || command === 'cat' || TERM === 'dumb' ? undefined : command;
}

/** Leaving the pager ends a list that is still on its way; where all of it was there, the command goes on. */
function leftEarly(error: unknown) {
  if (!(error instanceof LeftPager)) throw error;
}

async function encodeOne<Value, Part>(
  value: Value,
  shape: Shape<Value, Part>,
  format: Format,
  sheet: Sheet & { ofParts: boolean },
): Promise<string> {
  if (sheet.ofParts && shape.parts) return encodeAll(shape.parts.of(value), shape.parts.shape, format, sheet);
  if (format === 'json') return jsonDocument(rowOf(value, shape, sheet.names));
  if (format === 'table' && !sheet.names && shape.text) return drawn(value, shape.text, sheet);
  if (format === 'tsv' || format === 'csv') {
    if (!sheet.names && shape.parts)
      return encodeAll(shape.parts.of(value), shape.parts.shape, format, sheet);
  }
  if ((format === 'tsv' || format === 'table') && !sheet.names) return facts(value, shape, format, sheet);
  const { parts: _parts, ...row } = shape;
  return encodeAll([value], row, format, sheet);
}

async function encodeAll<Value>(values: readonly Value[], shape: Shape<Value>, format: Format, sheet: Sheet) {
  const encoder = await encoderFor(format, shape, sheet);
  return encoder.head + encoder.page(values).toString() + encoder.foot;
}

async function drawn<Value>(
  value: Value,
  text: (value: Value, canvas: Canvas) => string,
  { paint, width }: Sheet,
) {
  const { drawTable } = await import('./table.ts');
  return `${text(cleanAll(value), {
    paint,
    width,
    table: (columns, values) => drawTable(columns, values, { paint, width }),
  })}\n`;
}

/** A line for each field: its name, then its value. */
function facts<Value, Part>(value: Value, shape: Shape<Value, Part>, format: Format, sheet: Sheet) {
  const lines = Object.entries(rowOf(value, shape)).map(([name, field]) => ({ name, text: plain(field) }));
  const columns: Column<{ name: string; text: string }>[] = [
    { title: 'field', text: (line) => line.name, meaning: () => 'quiet' },
    { title: 'value', text: (line) => line.text },
  ];
  if (format === 'tsv') return encodeAll(lines, { fields: {}, columns }, 'tsv', sheet);
  return import('./table.ts').then(({ drawTable }) => drawTable(columns, lines, { ...sheet, header: false }));
}

/** COLUMNS, else the terminal's width; nothing is cut where there is neither. */
function widthOf(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): number {
  const wished = /^[1-9]\d{0,4}$/.test(env.COLUMNS ?? '') ? Number(env.COLUMNS) : undefined;
  return wished ?? (stream.isTTY ? stream.columns || 80 : Number.POSITIVE_INFINITY);
}
