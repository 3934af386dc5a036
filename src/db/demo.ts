import { faker } from '@faker-js/faker/locale/en';
import type { Db } from './connect.ts';
import { idStep } from './id-step.ts';
import { inTransaction } from './retry.ts';
import { item, stockMovements } from './schema.ts';

type DemoWish = {
  /** How many items to add. */
  count: number;
  /** Told after every batch how many are there. */
  onProgress?: (done: number) => void;
};

const batchSize = 1000;
const seed = 20_260_120;

/**
 * Adds made-up items with their opening movements; the first n are always the same. Each thousand is a transaction, so
 * what was told to `onProgress` stays when the rest fails.
 */
export async function seedDemo(db: Db, { count, onProgress = () => {} }: DemoWish): Promise<void> {
  faker.seed(seed);
  for (let done = 0; done < count; ) {
    const batch = Array.from({ length: Math.min(batchSize, count - done) }, demoItem);
    await inTransaction(db, (tx) => insert(tx, batch));
    done += batch.length;
    onProgress(done);
  }
}

type DemoItem = ReturnType<typeof demoItem>;

async function insert(tx: Db, batch: DemoItem[]) {
  const step = await idStep(tx);
  const [{ insertId }] = await tx.insert(item).values(batch);
  // The rows of one INSERT get their ids in one go, `step` apart.
  const openings = batch.map(({ stock }, at) => ({
    itemId: insertId + at * step,
    reason: 'opening' as const,
    quantity: stock,
  }));
  await tx.insert(stockMovements).values(openings);
}

function demoItem() {
  const stock = faker.datatype.boolean(0.07) ? 0 : faker.number.int({ min: 1, max: 120 });
  return { ...(faker.datatype.boolean(0.7) ? thing() : treat()), stock };
}

// The library's products are half foods, and a bacon of steel sells badly: foods come from its kitchen instead.
const foods = ['Bacon', 'Cheese', 'Chicken', 'Chips', 'Fish', 'Pizza', 'Salad', 'Sausages', 'Tuna'];
const products = faker.definitions.commerce.product_name.product.filter(
  (product) => !foods.includes(product),
);

// Goods are told apart by their models, as in a shop; the library's people and companies bear people's names.
const model = /[A-Z]{2}-[1-9][0-9]{2}/;
const descriptions = faker.definitions.commerce.product_description.filter(
  (pattern) => !/\{\{(?:person|company\.name)/.test(pattern),
);

function thing() {
  const product = faker.helpers.arrayElement(products);
  const material = faker.commerce.productMaterial();
  const color = capital(faker.color.human());
  const pattern = faker.helpers.arrayElement(descriptions);
  const description = pattern
    .replaceAll('{{commerce.product}}', product)
    .replaceAll('{{commerce.productMaterial}}', material);
  return {
    name: `${faker.commerce.productAdjective()} ${color} ${material} ${product} ${faker.helpers.fromRegExp(model)}`,
    price: faker.commerce.price({ min: 5, max: 900 }),
    description: sentence(faker.helpers.fake(description)),
  };
}

const treat = () => ({
  name: `${capital(faker.food.adjective())} ${faker.food.dish()}, ${faker.number.int({ min: 2, max: 20 }) * 50} g`,
  price: faker.commerce.price({ min: 2, max: 40 }),
  description: sentence(faker.food.description()),
});

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

const sentence = (text: string) => `${capital(text.replace(/\.$/, ''))}.`;
