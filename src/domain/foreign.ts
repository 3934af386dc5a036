import { SEQUENCES } from './sequences.ts';

// Nearly all text, and known without Unicode's classes, which take a while to be made.
const PLAIN = /^[ -~]*$/;
const SPACES = /\r\n|[\t\n\v\f\r\x85\u2028\u2029]/g;
const CONTROLS = /\p{Cc}/gu;
// What is not shown: marks and overrides of writing direction, fillers, tags, marks of annotation. Joiners and variation
// selectors stay where scripts and emoji need them.
const UNSEEN = /[[\p{DI}\ufff9-\ufffb]--[\u180b-\u180d\u180f\u200c\u200d\ufe00-\ufe0f]]/gv;
const ATTACHED = /([^\p{M}\u200c\u200d])?([\p{M}\u200c\u200d]+)/gu;
const TAKES_SELECTOR = /[\p{Emoji}\p{S}\p{P}[\p{L}--[\p{scx=Latn}\p{scx=Grek}\p{scx=Cyrl}]]]/v;
const TAKES_JOINER = /[\p{M}\p{S}[\p{L}--[\p{scx=Latn}\p{scx=Grek}\p{scx=Cyrl}]]]/v;
// More than so many on one character are no text of any language: https://www.unicode.org/reports/tr39/#Optional_Detection
const mostMarks = 4;
const SUSPECT = /[\p{Cc}\p{Cs}\p{DI}\u2028\u2029\ufff9-\ufffb]|[\p{Mn}\p{Me}]{5}/u;

/**
 * Text from a database, a person or a model as one line that is safe on a terminal: escape sequences, invisible
 * characters and floods of marks are left out, breaks and tabs become spaces, any other control character becomes
 * U+FFFD. Nothing else changes, so text without such characters comes back as it is.
 */
export function cleanText(text: string): string {
  if (PLAIN.test(text) || !SUSPECT.test(text)) return text;
  return text
    .toWellFormed()
    .replace(SEQUENCES, '')
    .replace(SPACES, ' ')
    .replace(CONTROLS, '\uFFFD')
    .replace(UNSEEN, '')
    .replace(ATTACHED, (_, base = '', run) => base + attached(base, run));
}

/** What of a run of marks, selectors and joiners belongs to the character before it. */
function attached(base: string, run: string): string {
  let last = base;
  let marks = 0;
  const stays = (one: string) => {
    if (/[\u200c\u200d]/.test(one)) return TAKES_JOINER.test(last);
    if (/[\ufe00-\ufe0f]/.test(one) && !TAKES_SELECTOR.test(last)) return false;
    return !/[\p{Mn}\p{Me}]/u.test(one) || marks < mostMarks;
  };
  return Array.from(run)
    .filter((one) => {
      if (!stays(one)) return false;
      marks = /[\p{Mn}\p{Me}]/u.test(one) ? marks + 1 : 0;
      last = one;
      return true;
    })
    .join('');
}

/** Foreign text as a sentence quotes it: clean, and cut where it is long. */
export function brief(text: string, longest = 40): string {
  // Cut first, so that a text of any size costs nothing; far more than that, since much of it may be left out.
  const begin = text.slice(0, 25 * longest);
  const shown = Array.from(cleanText(begin));
  if (shown.length <= longest && begin.length === text.length) return shown.join('');
  return `${shown.slice(0, longest - 1).join('')}…`;
}

/** As `cleanText`, for text of several lines: its line breaks stay. */
export function cleanLines(text: string): string {
  return text
    .split(/\r\n|[\n\u2028\u2029]/)
    .map(cleanText)
    .join('\n');
}

/** A copy of plain data in which every text is clean, for functions that draw it. */
export function cleanAll<Value>(value: Value): Value {
  // The copy has the shape of what was given: texts become texts, arrays arrays, objects objects.
  return copied(value) as Value;
}

function copied(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(copied);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copied(inner)]));
}

// What JSON.stringify leaves as it is although a terminal obeys it or shows nothing for it.
const UNSAFE_IN_JSON =
  /[[\x7f-\x9f\u2028\u2029\p{DI}\ufff9-\ufffb]--[\u180b-\u180d\u180f\u200c\u200d\ufe00-\ufe0f]]/gv;

const BEYOND_ASCII = /[^\0-~]/;

/** A JSON document with the same value in which every character that a terminal would obey is a `\u` escape. */
export function escapeJson(json: string): string {
  // Most texts are plain ASCII, which is told far more quickly.
  if (!BEYOND_ASCII.test(json)) return json;
  return json.replace(UNSAFE_IN_JSON, (character) =>
    Array.from({ length: character.length }, (_, index) => {
      const unit = character.charCodeAt(index).toString(16).padStart(4, '0');
      return `\\u${unit}`;
    }).join(''),
  );
}
