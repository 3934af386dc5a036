import type { Form } from './rule.ts';

// Forms whose words may stand in any order. They look at each word once, however long a question is.

/** Every word is one of these, and all of the marks are there. */
export function bag(words: string, ...marks: string[]): Form {
  const known = vocabulary(words);
  const wanted = marks.map(wholeWords);
  return (question) => {
    const spoken = known.split(question);
    return spoken.every(known.has) && isMarked(spoken.join(' '), wanted) ? {} : null;
  };
}

/** The same around the words of an item, which stay together; the marks are looked for around it. */
export function around(words: string, ...marks: string[]): Form {
  const known = vocabulary(words);
  const wanted = marks.map(wholeWords);
  return (question) => {
    const spoken = known.split(question);
    const first = spoken.findIndex((word) => !known.has(word));
    if (first < 0) return null;
    const last = spoken.findLastIndex((word) => !known.has(word));
    const before = spoken.slice(0, first);
    const rest = [...before, ...spoken.slice(last + 1)].join(' ');
    if (!isMarked(rest, wanted)) return null;
    return { item: spoken.slice(first, last + 1).join(' '), near: before.at(-1) ?? '' };
  };
}

const wholeWords = (mark: string) => new RegExp(`(?:^| )(?:${mark})(?: |$)`);
const isMarked = (words: string, marks: RegExp[]) =>
  marks.every((mark) => mark.test(words.replaceAll('_', ' ')));

/** Words divided by blanks. `items?` stands for both numbers, `in_stock` for two words that count only together. */
function vocabulary(words: string) {
  const listed = words.trim().split(/\s+/);
  const known = new Set(
    listed.flatMap((word) => (word.endsWith('?') ? [word.slice(0, -1), word.slice(0, -2)] : [word])),
  );
  const joined = listed.filter((word) => word.includes('_')).map((word) => word.replaceAll('_', ' '));
  const phrases = joined.length > 0 ? new RegExp(`(?<= |^)(?:${joined.join('|')})(?= |$)`, 'g') : null;
  const split = (question: string) => {
    const bare = question.replace(/[,;:!?.]+(?= |$)/g, '').replace(/(?<= |^)[-–—/&]+(?: |$)/g, '');
    const whole = phrases ? bare.replace(phrases, (phrase) => phrase.replaceAll(' ', '_')) : bare;
    return whole.split(' ').filter((word) => word !== '');
  };
  return { has: (word: string) => known.has(word), split };
}
