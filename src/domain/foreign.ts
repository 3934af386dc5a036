import { stripVTControlCharacters } from 'node:util';

// What a terminal obeys instead of showing, and what makes text look like other text: C0, DEL and C1,
// the marks and overrides of writing direction, invisible and tag characters, annotation marks,
// line and paragraph separators, lone surrogates. The joiners U+200C and U+200D stay: scripts and emoji need them.
const UNSAFE =
  /[\p{Cc}\p{Cs}\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/u;
// Nearly all text, and known without Unicode's classes, which take a while to be made.
const PLAIN = /^[ -~]*$/;
const SPACES = /\r\n|[\t\n\v\f\r\x85\u2028\u2029]/g;
const CONTROLS = /\p{Cc}/gu;
const INVISIBLE =
  /[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;

/**
 * Text from a database, a person or a model as one line that is safe on a terminal: escape sequences and
 * invisible characters are left out, breaks and tabs become spaces, any other control character becomes U+FFFD.
 * Nothing else changes, so text without such characters comes back as it is.
 */
export function cleanText(text: string): string {
  if (PLAIN.test(text) || !UNSAFE.test(text)) return text;
  return stripVTControlCharacters(text)
    .toWellFormed()
    .replace(SPACES, ' ')
    .replace(CONTROLS, '\uFFFD')
    .replace(INVISIBLE, '');
}

/** Foreign text as a sentence quotes it: clean, and cut where it is long. */
export function brief(text: string, longest = 40): string {
  // Cut first, so that a text of any size costs nothing; more than that, since some of it may be left out.
  const shown = Array.from(cleanText(text.slice(0, 4 * longest)));
  return shown.length > longest ? `${shown.slice(0, longest - 1).join('')}…` : shown.join('');
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
  /[\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;

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
