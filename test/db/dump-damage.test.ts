import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDump } from '#db/dump/read.ts';
import { forgedDump } from '#test/dump.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shop-dump-'));
});
afterAll(() => rm(folder, { recursive: true }));

const users = {
  columns: ['id', 'username'],
  rows: Array.from({ length: 3000 }, (_, at) => [at + 1, `person ${at}`]),
};
const whole = forgedDump({ users, item: { columns: ['id'], rows: [] } });

const read = async (bytes: Buffer) => {
  const file = join(folder, 'shop.dump');
  await writeFile(file, bytes);
  return readDump(file);
};

/** The same text with a change in it, compressed again. */
const changed = (from: string, to: string) => {
  const text = gunzipSync(whole).toString();
  expect(text).toContain(from);
  return gzipSync(text.replace(from, to));
};
const flipped = (at: number) => {
  const bytes = Buffer.from(whole);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
};
const text = gunzipSync(whole);

test('a whole dump is read to its end', async () => {
  expect(await read(whole)).toMatchObject({
    rows: 3000,
    ends: [
      { end: 'users', rows: 3000 },
      { end: 'item', rows: 0 },
    ],
  });
});

test.for<[what: string, bytes: Buffer, kind: string, message: RegExp]>([
  ['is empty', Buffer.alloc(0), 'conflict', /cut short/],
  ['is a text', Buffer.from('id,name\n1,Tea\n'), 'usage', /no dump/],
  ['is a gzip of something else', gzipSync('{"some":"thing"}\n'), 'usage', /no dump/],
  ['is a gzip of no JSON', gzipSync('hello\n'), 'usage', /no dump/],
  ['ends in the middle', whole.subarray(0, whole.length / 2), 'conflict', /cut short/],
  ['lacks its last byte', whole.subarray(0, -1), 'conflict', /cut short/],
  [
    'was cut before it was compressed',
    gzipSync(text.subarray(0, text.length / 2)),
    'conflict',
    /cut short|damaged/,
  ],
  ['lacks its last line', gzipSync(text.subarray(0, text.lastIndexOf('{"end"'))), 'conflict', /cut short/],
  ['goes on after its end', gzipSync(`${text}[1]\n`), 'conflict', /damaged/],
  ['has a flipped bit', flipped(Math.floor(whole.length / 2)), 'conflict', /damaged|cut short/],
  ['has a flipped bit in its checksum', flipped(whole.length - 7), 'conflict', /damaged/],
  ['has another value', changed('person 7"', 'person 8"'), 'conflict', /damaged/],
  ['has another head', changed('mariadb 10', 'mariadb 11'), 'conflict', /damaged/],
  ['lacks a row', changed('[8,"person 7"]\n', ''), 'conflict', /damaged/],
  ['counts another row', changed('"rows":3000', '"rows":2999'), 'conflict', /damaged/],
  ['has a value that would be a statement', changed('"person 7"', '{"id":1}'), 'conflict', /damaged/],
  ['has a row of another width', changed('[8,"person 7"]', '[8,"person 7",1]'), 'conflict', /damaged/],
  ['is of a newer form', forgedDump({}, { format: 2 }), 'conflict', /newer shop.*form 2/],
  ['is of a newer shop', forgedDump({}, { schema: '9999_later' }), 'conflict', /newer shop.*9999_later/],
])('a dump that %s is refused', async ([, bytes, kind, message]) => {
  await expect(read(bytes)).rejects.toMatchObject({ kind, message });
});

test('a file that is not there is told of by its name', async () => {
  await expect(readDump('/nowhere/shop.dump')).rejects.toMatchObject({
    kind: 'not_found',
    message: 'The file /nowhere/shop.dump cannot be read (ENOENT).',
  });
  await expect(readDump(folder)).rejects.toMatchObject({ kind: 'not_found', message: /EISDIR/ });
});
