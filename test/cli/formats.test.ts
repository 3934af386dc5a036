import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { encoderFor, type Format, type Sheet } from '#cli/formats.ts';
import type { Shape } from '#cli/shape.ts';
import { fieldsOf } from '#cli/shape.ts';

type Thing = { id: number; name: string; note: string | null };

const thingShape: Shape<Thing> = {
  fields: { id: ({ id }) => id, name: ({ name }) => name, note: ({ note }) => note },
  columns: [
    { title: 'id', text: ({ id }) => String(id), number: true },
    { title: 'name', text: ({ name }) => name },
    { title: 'note', text: ({ note }) => note ?? '' },
  ],
};

const piped: Sheet = {
  width: Number.POSITIVE_INFINITY,
  paint: (_, text) => text,
  terminal: false,
  names: undefined,
};

async function encoded(format: Format, pages: Thing[][], sheet: Partial<Sheet> = {}) {
  const encoder = await encoderFor(format, thingShape, { ...piped, ...sheet });
  return encoder.head + pages.map((page) => encoder.page(page)).join('') + encoder.foot;
}

const lamp: Thing = { id: 1, name: 'Lamp', note: null };
const odd: Thing = { id: 2, name: 'a "b", c\r\nd\te', note: 'f\u001b[2Jg\u202eh' };

describe('lists', () => {
  test('JSON is one array over all pages', async () => {
    const json = await encoded('json', [[lamp], [odd]]);

    expect(JSON.parse(json)).toEqual([lamp, odd]);
    expect(json).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
  });

  test('an empty list is an empty array, a header, or nothing', async () => {
    expect(await encoded('json', [])).toBe('[]\n');
    expect(await encoded('csv', [])).toBe('id,name,note\r\n');
    expect(await encoded('ndjson', [])).toBe('');
    expect(await encoded('tsv', [])).toBe('');
  });

  test('NDJSON is an object a line', async () => {
    const lines = (await encoded('ndjson', [[lamp, odd]])).trimEnd().split('\n');

    expect(lines.map((line) => JSON.parse(line))).toEqual([lamp, odd]);
  });

  test('tab-separated lines have no header, are not cut, and a field cannot break out', async () => {
    const long = { id: 3, name: 'x'.repeat(500), note: '' };

    expect(await encoded('tsv', [[odd], [long]])).toBe(`2\ta "b", c d e\tfgh\n3\t${'x'.repeat(500)}\t\n`);
  });

  test('CSV carries the data whole, quoted as RFC 4180 says', async () => {
    expect(await encoded('csv', [[lamp, odd]])).toBe(
      'id,name,note\r\n1,Lamp,\r\n2,"a ""b"", c\r\nd\te",f\u001b[2Jg\u202eh\r\n',
    );
  });

  test('CSV that a person looks at cannot move the cursor', async () => {
    expect(await encoded('csv', [[odd]], { terminal: true })).toBe(
      'id,name,note\r\n2,"a ""b"", c d e",fgh\r\n',
    );
  });

  test('fields are chosen and ordered', async () => {
    const { names } = fieldsOf(thingShape, 'note, id');

    expect(await encoded('csv', [[lamp]], { names })).toBe('note,id\r\n,1\r\n');
    expect(JSON.parse(await encoded('json', [[lamp]], { names }))).toEqual([{ note: null, id: 1 }]);
  });
});

test.each(['nix', 'id,nix', 'id,,name', '', 'constructor', '__proto__'])(
  'the fields %j are refused with the valid ones',
  (wanted) => {
    expect(() => fieldsOf(thingShape, wanted)).toThrow(
      expect.objectContaining({ kind: 'usage', next: 'The fields are id, name, note.' }),
    );
  },
);

test('a field that is near to one is asked about', () => {
  expect(() => fieldsOf(thingShape, 'id,nmae')).toThrow(
    expect.objectContaining({ next: 'Did you mean name? The fields are id, name, note.' }),
  );
});

describe('tables', () => {
  const wide: Thing[] = [
    { id: 1, name: '日本の茶碗', note: 'short' },
    { id: 10, name: '👩‍👩‍👧 family', note: 'é' },
    { id: 100, name: 'plain', note: 'x' },
  ];

  test('columns stand under each other, whatever is in them', async () => {
    const [head = '', ...rows] = (await encoded('table', [wide])).trimEnd().split('\n');

    const noteAt = stringWidth(head.slice(0, head.indexOf('NOTE')));
    const starts = rows.map((row, index) =>
      stringWidth(row.slice(0, row.lastIndexOf(wide[index]?.note ?? ''))),
    );
    expect(starts).toEqual([noteAt, noteAt, noteAt]);
  });

  test.each([20, 30, 40])('no line is wider than %i', async (width) => {
    const long = { id: 1, name: '日本'.repeat(30), note: 'word '.repeat(30) };

    const lines = (await encoded('table', [[long, ...wide]], { width })).trimEnd().split('\n');

    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(width);
    expect(lines[1]).toContain('…');
  });

  test('the pages after the first stand under it', async () => {
    const table = await encoded('table', [[lamp], [{ id: 2, name: 'A name that is longer', note: 'n' }]]);

    expect(table).toBe('ID  NAME  NOTE\n 1  Lamp  \n 2  A n…  n\n');
  });

  test('a name cannot move the cursor', async () => {
    expect(await encoded('table', [[odd]])).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
  });
});
