// What a terminal obeys instead of showing, as ECMA-48 has it: control sequences, strings of commands (titles, links, the
// clipboard), and single escapes. https://ecma-international.org/publications-and-standards/standards/ecma-48/
const control = String.raw`(?:\x1b\[|\x9b)[0-?]*[ -/]*`;
const command = String.raw`(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\n\x1b\x80-\x9f]*`;
const single = String.raw`\x1b[ -/]*`;

/** Each whole sequence of a text. */
export const SEQUENCES = new RegExp(
  String.raw`${control}[@-~]|${command}(?:\x07|\x1b\\|\x9c)|${single}[0-Z\\\x60-~]`,
  'g',
);

/** One that a text breaks off at its end. */
export const BROKEN_SEQUENCE = String.raw`(?:${control}|${command}\x1b?|${single})$`;
