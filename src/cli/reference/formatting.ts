import type { Format } from '#cli/formats.ts';

/** What each format is; one without a sentence is a type error. */
const about: Record<Format, string> = {
  table: 'aligned columns with a header, cut to the width; what a terminal gets',
  tsv: 'a line for each row, its cells separated by tabs, without a header; what a pipe or a file gets',
  csv: 'RFC 4180, with a header, every field whole',
  json: 'one document; a list is an array. `--json` is the same',
  ndjson: 'an object for each line, written as the rows come',
};

export const formatting = Object.entries(about).map(([format, meaning]) => ({ format, meaning }));
