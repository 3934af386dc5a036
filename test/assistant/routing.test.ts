import { describe, expect } from 'vitest';
import { catalogueOf } from '#assistant/catalogue.ts';
import { item } from '#db/schema.ts';
import { test } from '#test/database.ts';
import { assortment } from './questions/assortment.ts';
import { measure } from './questions/measure.ts';

describe('questions find their way', () => {
  test('on the half that nobody looks at while making rules', async ({ db }) => {
    await db.insert(item).values(assortment);

    const { precision, recall, falseRoutes, wrong } = await measure('held-out', catalogueOf(db, null));

    const told = JSON.stringify(wrong, null, 1);
    expect(precision, told).toBeGreaterThanOrEqual(0.97);
    expect(recall, told).toBeGreaterThanOrEqual(0.85);
    expect(falseRoutes, told).toBeLessThanOrEqual(0.01);
  });
});
