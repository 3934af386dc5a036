import { styleText } from 'node:util';
import wrapAnsi from 'wrap-ansi';
import { type Span, spansOf } from '#assistant/markdown.ts';
import { cleanLines } from '#domain/foreign.ts';
import { wrapped } from './wrapped.ts';

type Said = { question: string; answer: string; note?: string };

const looks = { strong: 'bold', code: 'cyan', quiet: 'dim' } as const;

/** What was said as lines of at most `width` cells. With `styled` they carry styles of ours, and no other. */
export function chatLines(said: readonly Said[], width: number, styled: boolean): string[] {
  return said.flatMap(({ question, answer, note }, at) => [
    ...(at > 0 ? [''] : []),
    ...wrapped(`› ${question}`, width).map((line) => (styled ? styleText('bold', line, always) : line)),
    ...(answer.trim() === '' ? [] : answerLines(answer, width, styled)),
    ...(note ? wrapped(note, width).map((line) => (styled ? styleText('yellow', line, always) : line)) : []),
  ]);
}

const always = { validateStream: false } as const;

function answerLines(answer: string, width: number, styled: boolean): string[] {
  const text = spansOf(cleanLines(answer))
    .map((span) => (styled ? painted(span) : span.text))
    .join('');
  return wrapAnsi(text.trimEnd(), Math.max(1, width), { hard: true, trim: false }).split('\n');
}

// A style that spanned a line break would be torn by whatever cuts lines.
const painted = ({ text, look }: Span) =>
  look === 'plain'
    ? text
    : text
        .split('\n')
        .map((line) => (line === '' ? '' : styleText(looks[look], line, always)))
        .join('\n');
