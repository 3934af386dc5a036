import { ShopError } from '#domain/errors.ts';
import type { Person } from './identity.ts';
import { openShop, type Shop } from './shop.ts';

/**
 * The shop for strangers. Nobody who comes in leaves a file or a row behind, nobody is more than a shopper, whatever their
 * role is elsewhere, and nothing of how the shop is set up is told: that goes into the log, for whoever runs it.
 */
export function openKiosk(env: NodeJS.ProcessEnv): Shop {
  // A login of the machine's own would be everybody's.
  const shop = openShop({ ...env, SHOP_TOKEN: undefined }, { say: () => {}, kiosk: true });
  const noted = new Set<string>();

  // Asked again every few seconds, it fails for the same reason each time.
  function note(error: unknown) {
    const why = error instanceof Error ? error.message : String(error);
    if (!noted.has(why)) shop.log(error);
    noted.add(why);
  }

  function closed(error: unknown): unknown {
    if (!(error instanceof ShopError)) return error;
    note(error);
    return new ShopError('unavailable', 'The shop is closed just now.', { cause: error });
  }
  const veiled = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work();
    } catch (error) {
      throw closed(error);
    }
  };
  const db: Shop['db'] = (how) => veiled(() => shop.db(how));
  // Once the database is open, nothing is left that could be set up wrongly, and a refusal is meant for the visitor.
  const once =
    <Wish extends unknown[], Answer>(ask: (...wish: Wish) => Promise<Answer>) =>
    async (...wish: Wish): Promise<Answer> => {
      await db();
      return ask(...wish);
    };

  return {
    env: shop.env,
    paths: shop.paths,
    kiosk: true,
    log: note,
    get config() {
      try {
        const { config } = shop;
        const apiKey = () => veiled(config.chat.apiKey);
        return { ...config, chat: { ...config.chat, apiKey } };
      } catch (error) {
        throw closed(error);
      }
    },
    get starting() {
      return shop.starting;
    },
    db,
    picture: shop.picture,
    revive: () => veiled(shop.revive),
    person: once(async () => asShopper(await shop.person())),
    whoever: once(async (how) => {
      const person = await shop.whoever(how);
      return person && asShopper(person);
    }),
    shopping: async (change) => {
      await db();
      const { person, result } = await shop.shopping(change);
      return { person: asShopper(person), result };
    },
    signIn: once(async (wish, how) => asShoppers(await shop.signIn(wish, how))),
    register: once(async (wish, how) => asShoppers(await shop.register(wish, how))),
    signOut: once(shop.signOut),
    forgetLogin: once(shop.forgetLogin),
    [Symbol.asyncDispose]: shop[Symbol.asyncDispose],
  };
}

const asShopper = (person: Person): Person => ({ ...person, user: { ...person.user, role: 'customer' } });

const asShoppers = <Arrived extends { person: Person }>(arrival: Arrived): Arrived => ({
  ...arrival,
  person: asShopper(arrival.person),
});
