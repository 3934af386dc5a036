import { sql } from 'drizzle-orm';
import { ShopError } from '#domain/errors.ts';
import type { Db } from './connect.ts';
import { isDuplicate } from './errors.ts';
import { inTransaction } from './retry.ts';
import { favoriteItems, item, orderItems, orders, stockMovements, users } from './schema.ts';

// argon2id (m=19456, t=2, p=1) of `shop-demo`, made beforehand: the password is no secret, and a first start is quicker.
const demoHash =
  '$argon2id$v=19$m=19456,t=2,p=1$sWR2nTHgCuunqUq7cqAdKA$2Z80i8m8yFvTKQjW6iT9zKl7vzXAOCBtrI9qEJoMe5c';

const photos = 'https://images.pexels.com/photos/';
const sampleItems = [
  {
    name: 'Item 1',
    price: '10.00',
    stock: 5,
    photo: '161559/background-bitter-breakfast-bright-161559.jpeg',
  },
  { name: 'Item 2', price: '15.50', stock: 8, photo: '6848574/pexels-photo-6848574.jpeg' },
  { name: 'Item 3', price: '8.75', stock: 3, photo: '102104/pexels-photo-102104.jpeg' },
  { name: 'Item 4', price: '12.00', stock: 10, photo: '7223311/pexels-photo-7223311.jpeg' },
  { name: 'Item 5', price: '20.00', stock: 2, photo: '4038746/pexels-photo-4038746.jpeg' },
  { name: 'Item 6', price: '5.50', stock: 7, photo: '1313267/pexels-photo-1313267.jpeg' },
  { name: 'Item 7', price: '18.25', stock: 4, photo: '7156088/pexels-photo-7156088.jpeg' },
  { name: 'Item 8', price: '22.00', stock: 6, photo: '51312/kiwi-fruit-vitamins-healthy-eating-51312.jpeg' },
  { name: 'Item 9', price: '14.75', stock: 9, photo: '1414110/pexels-photo-1414110.jpeg' },
  { name: 'Item 10', price: '9.99', stock: 1, photo: '33579055/pexels-photo-33579055.png' },
];

const joe = {
  id: 1,
  username: 'joe',
  firstName: 'John',
  lastName: 'Doe',
  email: 'john.doe@example.com',
  phone: '+49123456789',
  country: 'Germany',
  city: 'Berlin',
  hashedPassword: 'hashed_pw_1',
  isRegistered: true,
};
const smith = {
  id: 2,
  username: 'smith',
  firstName: 'Anna',
  lastName: 'Smith',
  email: 'anna.smith@example.com',
  phone: '+33123456789',
  country: 'France',
  city: 'Paris',
  hashedPassword: 'hashed_pw_2',
  isRegistered: true,
};
const guest = {
  id: 3,
  username: 'guest1',
  firstName: 'Guest',
  lastName: 'User',
  email: 'guest1@example.com',
  phone: '+00000000000',
  country: 'N/A',
  city: 'N/A',
  hashedPassword: null,
  isRegistered: false,
};

const sampleOrders = [
  {
    id: 1,
    userId: joe.id,
    orderDate: '2026-01-20',
    shippingAddress: '123 Main St, Berlin, Germany',
    totalPrice: '69.98',
    status: 'CLOSED' as const,
  },
  {
    id: 2,
    userId: smith.id,
    orderDate: '2026-01-21',
    shippingAddress: '45 Rue de Paris, Paris, France',
    totalPrice: '219.98',
    status: 'CLOSED' as const,
  },
  {
    id: 3,
    userId: guest.id,
    orderDate: '2026-01-22',
    shippingAddress: 'Guest Address',
    totalPrice: '9.99',
    status: 'TEMP' as const,
  },
];

const joesFavorites = [1, 3, 5, 7, 10];

/** Nobody and nothing is in it yet. */
export async function isEmptyShop(db: Db): Promise<boolean> {
  const [anItem, anyone] = await Promise.all([
    db.select({ id: item.id }).from(item).limit(1),
    db.select({ id: users.id }).from(users).limit(1),
  ]);
  return anItem.length === 0 && anyone.length === 0;
}

/**
 * The owner's sample shop: ten items, three people, three orders. With `demoPasswords`, joe and smith log in with
 * `shop-demo`; without, the sample's own placeholders let nobody in.
 * @throws ShopError conflict when the shop is not empty
 */
export async function seedSample(db: Db, { demoPasswords }: { demoPasswords: boolean }): Promise<void> {
  const people = demoPasswords
    ? [withDemoPassword(joe), withDemoPassword(smith), guest]
    : [joe, smith, guest];
  try {
    await inTransaction(db, async (tx) => {
      if (!(await isEmptyShop(tx))) throw notEmpty();
      await load(tx, people);
    });
  } catch (error) {
    // Somebody else loaded it since the look: the same ids were there first.
    throw isDuplicate(error) ? notEmpty() : error;
  }
}

async function load(tx: Db, people: (typeof users.$inferInsert)[]) {
  await tx.insert(users).values(people);
  await tx
    .insert(item)
    .values(sampleItems.map(({ photo, ...rest }, at) => ({ id: at + 1, imageUrl: photos + photo, ...rest })));
  await tx.execute(
    sql`INSERT INTO ${stockMovements} (item_id, reason, quantity) SELECT id, 'opening', stock_available FROM ${item}`,
  );
  await tx.insert(favoriteItems).values(joesFavorites.map((itemId) => ({ userId: joe.id, itemId })));
  await tx.insert(orders).values(sampleOrders);
  await tx.insert(orderItems).values({ orderId: 1, itemId: 2, quantity: 3 });
}

const withDemoPassword = <T extends object>(person: T) => ({ ...person, hashedPassword: demoHash });

const notEmpty = () =>
  new ShopError('conflict', 'The shop is not empty.', {
    next: 'The sample data is for a new shop; shop db seed --demo <n> adds items to any.',
  });
