import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonLines } from '#cli/json-lines.ts';
import type { Json, Shape } from '#cli/shape.ts';
import { escapeJson } from '#domain/foreign.ts';

type Thing = { name: Json; 'größe "x"': Json };

const shape: Shape<Thing> = {
  fields: { name: ({ name }) => name, 'größe "x"': (thing) => thing['größe "x"'] },
  columns: [],
};

const expected = (things: Thing[]) =>
  things.map((thing) => `${escapeJson(JSON.stringify(thing))}\n`).join('');
const written = (things: Thing[]) => jsonLines(shape)(things).toString();

const values: Json[] = [
  ...[
    0, -0, 1, 9, 10, 99, 100, 2_147_483_647, 2_147_483_648, 9_007_199_254_740_991, -1, -10, 0.5, 1e21, 1e-7,
  ],
  ...[null, true, false, [], {}, [1, 'a\u202e'], { a: { b: null } }],
  ...['', ' ', '~', '"', '\\', '\u0000', '\u001f', '\u007f', '\u0080', '\u2028', 'a\nb', 'é', '日本', '😀'],
  ...['\ud800', 'a\udc00b', '\u202egnp', '"'.repeat(100_000), '日'.repeat(100_000), 'x'.repeat(300_000)],
];

test('every value is written as JSON.stringify and the terminal want it', () => {
  for (const name of values) {
    const thing = { name, 'größe "x"': name };
    expect(written([thing]) === expected([thing]), JSON.stringify(name).slice(0, 40)).toBe(true);
  }
});

test('any text, number, list and object, between others', () => {
  const json = fc.jsonValue({ stringUnit: 'binary' }) as fc.Arbitrary<Json>;
  const value = fc.oneof(
    json,
    fc.string({ unit: 'binary' }),
    fc.nat(),
    fc.integer(),
    fc.double({ noNaN: true }),
  );
  const thing = fc.record({ name: value, 'größe "x"': value });

  fc.assert(fc.property(fc.array(thing), (things) => written(things) === expected(things)));
});

test('more lines than there was room for at first, none lost and none twice', () => {
  const things = Array.from({ length: 20_000 }, (_, at) => ({ name: at, 'größe "x"': `Lamp ${at}` }));

  expect(written(things)).toBe(expected(things));
});

test('the fields that are asked for, in their order, unknown ones as null', () => {
  const lines = jsonLines(shape, ['größe "x"', 'missing', 'name']);

  expect(lines([{ name: 'Lamp', 'größe "x"': 3 }]).toString()).toBe(
    '{"größe \\"x\\"":3,"missing":null,"name":"Lamp"}\n',
  );
  expect(jsonLines(shape)([]).toString()).toBe('');
});
