import { expect, test } from 'vitest';
import { underHeader } from '#cli/headed-lines.ts';

async function meant(text: string) {
  async function* lines() {
    for (const [at, line] of text.split('\n').entries()) yield { number: at + 1, text: line };
  }
  const found = [];
  for await (const line of underHeader(lines())) found.push([line.number, line.meant]);
  return found;
}

test.for([
  [
    '1\nItem 2,3',
    [
      [1, '1'],
      [2, 'Item 2,3'],
    ],
  ],
  [
    'name of it,2\n3',
    [
      [1, 'name of it,2'],
      [2, '3'],
    ],
  ],
  ['id,name\n3,"Chai, hot"', [[2, '{"id":"3","name":"Chai, hot"}']]],
  ['itemId\tquantity\n3\t2', [[2, '{"itemId":"3","quantity":"2"}']]],
  ['name;quantity\nChai;2', [[2, '{"name":"Chai","quantity":"2"}']]],
  [
    'id\n3\n4',
    [
      [2, '{"id":"3"}'],
      [3, '{"id":"4"}'],
    ],
  ],
  [
    'id,description\n3,"two\nlines"\n4,',
    [
      [2, '{"id":"3","description":"two\\nlines"}'],
      [4, '{"id":"4"}'],
    ],
  ],
  ['id,name\n3,"never closed', [[2, '3,"never closed']]],
] as const)('lines of stdin may have a header: %j', async ([text, lines]) => {
  expect(await meant(text)).toEqual(lines);
});
