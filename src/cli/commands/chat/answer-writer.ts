import { readMarkdown, type Span } from '#assistant/markdown.ts';
import type { Output } from '#cli/output.ts';
import type { Meaning } from '#cli/paint.ts';

const meanings: Record<Span['look'], Meaning | undefined> = {
  plain: undefined,
  strong: 'strong',
  code: 'good',
  quiet: 'quiet',
};

/** Writes an answer as it comes: for a person's eyes, without the marks of Markdown. */
export function answerWriter(out: Output) {
  let waiting: Span[] = [];
  let last = '';
  const markdown = readMarkdown((span) => waiting.push(span));
  const flush = async () => {
    const spans = waiting;
    waiting = [];
    for (const { text, look } of spans) await out.words(text, meanings[look]);
    last = spans.at(-1)?.text ?? last;
  };
  return {
    write(words: string) {
      markdown.push(words);
      return flush();
    },
    /** Ends the last line, whether the answer came to its end or not. */
    async end() {
      markdown.end();
      await flush();
      if (last !== '' && !last.endsWith('\n')) await out.words('\n');
    },
  };
}
