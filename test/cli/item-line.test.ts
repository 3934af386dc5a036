import { describe, expect, test } from 'vitest';
import { readItemLine } from '#cli/item-line.ts';

const quantities = { key: 'quantity', form: /^[0-9]+$/ };

describe('a line of stdin', () => {
  test.for<[text: string, item: unknown, amount?: unknown]>([
    ['3', '3'],
    ['Item 3', 'Item 3'],
    ['Item 3,2', 'Item 3', '2'],
    ['Item 3 , 2', 'Item 3', '2'],
    ['3\t2', '3', '2'],
    ['Cup, blue', 'Cup, blue'],
    ['Cup, blue,2', 'Cup, blue', '2'],
    ['"Cup, 3"', 'Cup, 3'],
    ['"Cup ""Joe"", 3",2', 'Cup "Joe", 3', '2'],
    ['7\tCup\t18.25\t4\tfalse', '7'],
    ['{"id":7,"name":"Cup","price":"1.00","stock":3,"favorite":false}', '7'],
    ['{"id":7,"quantity":2}', '7', '2'],
    ['{"name":"Cup"}', 'Cup'],
    ['{"itemId":7,"name":"Cup","quantity":2,"subtotal":"2.00","available":true}', '7', '2'],
    ['{"item":"Cup","result":"added","line":1}', 'Cup'],
    ['{"itemId":null}', undefined],
  ])('%s', ([text, item, amount]) => {
    expect(readItemLine(text, quantities)).toEqual({ item, amount });
  });

  test('is an item whole where nothing is asked for but items', () => {
    expect(readItemLine('Item 3,2')).toEqual({ item: 'Item 3,2', amount: undefined });
    expect(readItemLine('{"id":7,"stock":2}')).toEqual({ item: '7', amount: undefined });
  });

  test.for<[text: string, why: RegExp]>([
    ['{"id":4,"status":"CLOSED","items":[]}', /"status" is no item/],
    ['{"id":1,"username":"joe"}', /"username" is no item/],
    ['4\tCLOSED\t2026-01-20\t3\t69.98\tBerlin', /--fields id/],
    ['{"id":', /not a JSON object/],
  ])('%s is no item', ([text, why]) => {
    expect(() => readItemLine(text, quantities)).toThrow(
      expect.objectContaining({ kind: 'usage', message: expect.stringMatching(why) }),
    );
  });
});
