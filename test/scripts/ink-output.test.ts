import fc from 'fast-check';
import { expect, test } from 'vitest';
import InkOutput from '../../node_modules/ink/build/output.js';
import RowsOutput from '../../scripts/bundle/ink-output.ts';

type Clip = { x1?: number; x2?: number; y1?: number; y2?: number };
type Operation =
  | { kind: 'write'; x: number; y: number; text: string; colored: boolean }
  | { kind: 'clip'; clip: Clip }
  | { kind: 'unclip' };
type Frame = { width: number; height: number; operations: readonly Operation[] };

// As the styles of Ink's own text: an empty line stays empty, and what ends an inner colour brings the outer one back.
const colored = (line: string, at: number) => {
  const begin = `\x1b[${at + 31}m`;
  return line && `${begin}${line.replaceAll('\x1b[39m', begin)}\x1b[39m`;
};
const part = fc.constantFrom(
  'a',
  '│ …',
  'mug ',
  '  ',
  '\n',
  '漢',
  'é',
  '👩‍🚀',
  '\x1b[31m',
  '\x1b[1m',
  '\x1b[2m',
  '\x1b[22m',
  '\x1b[39m',
  '\x1b[7m',
  '\x1b[27m',
);
const place = fc.integer({ min: -3, max: 14 });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      x: place,
      y: place,
      colored: fc.boolean(),
      text: fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
    }),
  },
  fc.tuple(place, place, place, place, fc.boolean(), fc.boolean()).map(([x1, x2, y1, y2, across, down]) => ({
    kind: 'clip' as const,
    clip: { ...(across ? { x1, x2 } : {}), ...(down ? { y1, y2 } : {}) },
  })),
  fc.constant({ kind: 'unclip' as const }),
);
const frame = fc.record({
  width: fc.integer({ min: 1, max: 12 }),
  height: fc.integer({ min: 1, max: 6 }),
  operations: fc.array(operation, { maxLength: 12 }),
});

type Drawing = Pick<InkOutput, 'write' | 'clip' | 'unclip' | 'get'>;
type Kind = new (size: { width: number; height: number }) => Drawing;

function drawnBy(Output: Kind, { width, height, operations }: Frame) {
  const output = new Output({ width, height });
  let open = 0;
  for (const one of operations) {
    if (one.kind === 'write')
      output.write(one.x, one.y, one.text, { transformers: one.colored ? [colored] : [] });
    if (one.kind === 'clip') output.clip(one.clip as Parameters<typeof output.clip>[0]);
    if (one.kind === 'unclip' && open > 0) output.unclip();
    if (one.kind !== 'write') open = Math.max(0, open + (one.kind === 'clip' ? 1 : -1));
  }
  return output.get();
}

// The same cells can be told by more or fewer codes: Ink itself says what they are.
function cellsOf({ output, height }: { output: string; height: number }, width: number) {
  const ink = new InkOutput({ width: width + 20, height });
  ink.write(0, 0, output, { transformers: [] });
  return ink.get();
}

test('a frame put together from the rows of the frame before is the one that Ink puts together anew', () => {
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 4 }), (frames) => {
      // The second time each row is known.
      for (const one of frames.flatMap((each) => [each, each]))
        expect(cellsOf(drawnBy(RowsOutput, one), one.width)).toEqual(
          cellsOf(drawnBy(InkOutput, one), one.width),
        );
    }),
    { numRuns: 500 },
  );
});
