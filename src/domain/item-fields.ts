import { ShopError } from './errors.ts';
import { cleanText } from './foreign.ts';
import type { Cents } from './money.ts';

/** What an operator says of an item. */
export type ItemFields = {
  name: string;
  priceCents: Cents;
  stock: number;
  imageUrl: string | null;
  description: string | null;
};

// INT and DECIMAL(10, 2) of the database, TEXT in bytes.
const largestStock = 2_147_483_647;
const largestPrice = 99_999_999_99;
const longest = { name: 255, imageUrl: 2048 } as const;
const longestDescription = 65_535;

/** @throws ShopError usage naming the first field that cannot be kept, and its value */
export function checkItem<Fields extends Partial<ItemFields>>(fields: Fields): Fields {
  const { name, priceCents, stock, imageUrl, description } = fields;
  if (name !== undefined) checkName(name);
  if (priceCents !== undefined && !isWhole(priceCents, largestPrice)) {
    throw bad('price', priceCents / 100, 'A price is from 0 to 99999999.99.');
  }
  if (stock !== undefined && !isWhole(stock, largestStock)) {
    throw bad('stock', stock, `A stock is a whole number from 0 to ${largestStock}.`);
  }
  if (imageUrl) checkUrl(imageUrl);
  if (description) checkDescription(description);
  return fields;
}

function checkName(name: string) {
  // A name of nothing but characters that are not shown is one that nobody can see.
  if (cleanText(name).trim() === '' || [...name].length > longest.name) {
    throw bad('name', name, `A name has 1 to ${longest.name} characters.`);
  }
  checkText('name', name);
}

function checkUrl(imageUrl: string) {
  checkText('imageUrl', imageUrl);
  if ([...imageUrl].length > longest.imageUrl) {
    throw bad('imageUrl', imageUrl, `An image's address has at most ${longest.imageUrl} characters.`);
  }
  // The parser would pass over blanks and controls.
  if (!/^https?:\/\/[^\s\p{C}]+$/iu.test(imageUrl) || !URL.canParse(imageUrl)) {
    throw bad('imageUrl', imageUrl, "An image's address begins with https:// or http://, and has no blanks.");
  }
}

function checkDescription(description: string) {
  checkText('description', description);
  if (new TextEncoder().encode(description).length > longestDescription) {
    throw bad('description', description, `A description has at most ${longestDescription} bytes.`);
  }
}

function checkText(field: string, text: string) {
  if (text.isWellFormed() && !text.includes('\0')) return;
  throw bad(field, text, 'A NUL or half a character cannot be kept.');
}

const isWhole = (value: number, largest: number) => Number.isInteger(value) && value >= 0 && value <= largest;

const bad = (field: string, value: string | number, message: string) =>
  new ShopError('usage', message, { details: { field, value } });
