import { ShopError } from '#domain/errors.ts';
import { type InputLine, underHeader } from './headed-lines.ts';
import type { Output } from './output.ts';
import type { Column, Json, Shape } from './shape.ts';
import { numberedLines } from './stdin.ts';

/** What was done for one line of stdin; `result` is a word like `added`. */
export type Done = { result: string; itemId: number; item: string };

type Outcome<Did extends Done> = { line: number; text: string; did: Did | null; failure: ShopError | null };

export type Batch<Did extends Done> = {
  /** Does what one line asks for. @throws ShopError usage, not_found or conflict, which leave the other lines alone */
  each: (text: string) => Promise<Did>;
  shape: Shape<Outcome<Did>>;
  stopOnError: boolean;
};

/**
 * Does line after line of stdin, and tells what became of each as it happens.
 * @throws ShopError conflict when a line failed; at once whatever is no fault of a line, such as a lost database
 */
export async function runBatch<Did extends Done>(
  stdin: NodeJS.ReadableStream,
  out: Output,
  { each, shape, stopOnError }: Batch<Did>,
) {
  const count = { all: 0, failed: 0 };
  let stoppedAt: number | undefined;

  async function* outcomes() {
    for await (const input of underHeader(numberedLines(stdin))) {
      if (count.all === 0) refuseDocument(input.text);
      const outcome = await outcomeOf(input, each);
      count.all += 1;
      if (outcome.failure) count.failed += 1;
      yield [outcome];
      if (!outcome.failure || !stopOnError) continue;
      stoppedAt = outcome.line;
      return;
    }
  }

  await out.list(outcomes(), shape);
  if (count.failed > 0) throw someFailed(count, stoppedAt);
}

async function outcomeOf<Did extends Done>(
  { number: line, text, meant }: InputLine,
  each: Batch<Did>['each'],
) {
  try {
    return { line, text, did: await each(meant), failure: null };
  } catch (error) {
    if (!isOfThisLine(error)) throw error;
    return { line, text, did: null, failure: error };
  }
}

const isOfThisLine = (error: unknown): error is ShopError =>
  error instanceof ShopError && ['usage', 'not_found', 'conflict'].includes(error.kind);

// `--json` writes one document over many lines, of which none can be done by itself.
function refuseDocument(first: string) {
  if (!['[', '{', '[]'].includes(first)) return;
  throw new ShopError('usage', 'A JSON document cannot be read line by line.', {
    next: 'Let the command before write a line for each: -o ndjson, or --fields id',
  });
}

function someFailed(count: { all: number; failed: number }, stoppedAt: number | undefined): ShopError {
  const { all, failed } = count;
  const lines = all === 1 ? 'line' : 'lines';
  return stoppedAt !== undefined
    ? new ShopError('conflict', `Line ${stoppedAt} failed; nothing after it was done.`, { details: count })
    : new ShopError('conflict', `${failed} of ${all} ${lines} failed.`, { details: count });
}

type Facts<Did> = Record<string, { of: (did: Did) => Json; number?: boolean }>;

/**
 * How the outcomes go out. `facts` are what a command tells of a line besides its item. A line that failed has the code and
 * the `details` that the same failure has as an error of its own.
 */
export function outcomeShape<Did extends Done>(facts: Facts<Did> = {}): Shape<Outcome<Did>> {
  const ofDid = (of: (did: Did) => Json) => (outcome: Outcome<Did>) => outcome.did && of(outcome.did);
  const factColumns = Object.entries(facts).map(([title, { of, number }]): Column<Outcome<Did>> => {
    return { title, text: (outcome) => String(ofDid(of)(outcome) ?? ''), ...(number && { number }) };
  });
  return {
    fields: {
      line: ({ line }) => line,
      result: ({ did }) => did?.result ?? 'failed',
      itemId: ({ did }) => did?.itemId ?? null,
      item: ({ did, text }) => did?.item ?? text,
      ...Object.fromEntries(Object.entries(facts).map(([name, { of }]) => [name, ofDid(of)])),
      code: ({ failure }) => failure?.kind ?? null,
      message: ({ failure }) => failure?.message ?? null,
      // Facts for a program, which are JSON by what they are for.
      details: ({ failure }) => (failure?.details ?? null) as Json,
    },
    columns: [
      { title: 'line', text: ({ line }) => String(line), number: true },
      {
        title: 'result',
        text: ({ did }) => did?.result ?? 'failed',
        meaning: ({ did }) => (did ? 'good' : 'bad'),
      },
      { title: 'item', text: ({ did, text }) => did?.item ?? text, least: 16 },
      ...factColumns,
      { title: 'message', text: ({ failure }) => failure?.message ?? '', least: 40 },
    ],
    empty: 'There was no line to read.',
  };
}
