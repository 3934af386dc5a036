// What makes a spreadsheet calculate instead of show, in full width too: https://owasp.org/www-community/attacks/CSV_Injection
// Blanks and characters that are not shown may stand before it. A program that separates cells by ; or tabs, or does not
// know quotes, begins a new cell within this one.
const begins = String.raw`(?:[^\S\t\r\n]|(?![\t\r\n])\p{C})*[=+\-@＝＋－＠]`;
const place = String.raw`(?:^|(?<=[;\t\r\n]))`;
const open = new RegExp(`${place}(?='*${begins})|^(?='*[\\t\\r\\n])`, 'gu');
const guarded = new RegExp(`${place}'(?='*${begins})|^'(?='*[\\t\\r\\n])`, 'gu');

/** A text that no spreadsheet takes for a formula: a ' stands before whatever would begin one. */
export const guardFormulas = (text: string) => text.replace(open, "'");

/** The text that `guardFormulas` was given. */
export const unguardFormulas = (text: string) => (text.includes("'") ? text.replace(guarded, '') : text);
