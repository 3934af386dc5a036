import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react';
import type { Profile } from '#domain/account-fields.ts';
import type { Registration, User } from '#domain/accounts.ts';
import { ShopError } from '#domain/errors.ts';
import type { Arrival } from '#shop.ts';
import { dataOf, type Query, settledWith } from './query.ts';
import { type Services, useLive, useServices } from './services.ts';
import { useNavigation } from './use-navigation.tsx';

export type Account = {
  /** The person here: logged in, a visitor with a cart, or nobody yet. */
  person: Query<User | null>;
  /** The person, if their account is known and registered. */
  user: User | undefined;
  signIn: (wish: { username: string; password: string }) => Promise<void>;
  register: (wish: Registration) => Promise<void>;
  signOut: (everywhere: boolean) => Promise<void>;
  /** @throws ShopError usage naming the field */
  changeProfile: (profile: Profile) => Promise<void>;
  /** Ends every other login. @throws ShopError auth when the old one is wrong, usage for the new one */
  changePassword: (wish: { oldPassword: string; newPassword: string }) => Promise<void>;
  /** @throws ShopError usage when the name is not the account's */
  deleteAccount: (username: string) => Promise<void>;
  /** Looks anew who is here: a first visitor has just come into being. */
  refresh: () => Promise<void>;
};

const AccountContext = createContext<Account | undefined>(undefined);

export function AccountProvider({ children }: { children: ReactNode }) {
  return <AccountContext value={useAccountState()}>{children}</AccountContext>;
}

export function useAccount(): Account {
  const account = use(AccountContext);
  if (!account) throw new Error('This component stands outside of the program.');
  return account;
}

function useAccountState(): Account {
  const services = useServices();
  const { shop, status, history, live } = services;
  const { ask } = useNavigation();
  const [person, setPerson] = useState<Query<User | null>>({ state: 'loading' });

  const take = useCallback((user: User | null) => setPerson((old) => settledWith(old, user)), []);
  const refresh = useCallback(async () => take(await whoIsHere(services)), [services, take]);
  useLive('person', async () => {
    await refresh();
    return true;
  });

  return useMemo(() => {
    /** Logs in by `enter`, and says what became of the cart that the visitor has filled. */
    const arrive = async (enter: () => Promise<Arrival>, greeting: (name: string) => string) => {
      const brought = await linesOfVisitor(services, dataOf(person));
      const arrival = await enter();
      history.forget();
      take(arrival.person.user);
      const name = arrival.person.user.username;
      status.say(
        [greeting(name), mergedWords(arrival, brought), keepingWords(arrival)].filter(Boolean).join(' '),
      );
      void live.soon();
    };
    // Where there is no keychain, the person decides on the screen; without a file the login is for this run.
    const how = { ask, otherwise: 'memory' } as const;
    const user = dataOf(person);
    return {
      person,
      user: user?.isRegistered ? user : undefined,
      refresh,
      signIn: (wish) =>
        arrive(
          () => shop.signIn(wish, how),
          (name) => `Welcome back, ${name}.`,
        ),
      register: (wish) =>
        arrive(
          () => shop.register(wish, how),
          (name) => `Welcome, ${name}. Your account is ready.`,
        ),
      signOut: async (everywhere) => {
        await shop.signOut({ everywhere });
        history.forget();
        await refresh();
        status.say(everywhere ? 'You are logged out everywhere.' : 'You are logged out.');
        void live.soon();
      },
      changeProfile: async (profile) => {
        const { changeProfile } = await import('#domain/accounts.ts');
        const { user: owner } = await shop.person();
        take(await changeProfile(await shop.db(), { userId: owner.id, ...profile }));
        status.say('Your profile is changed.');
      },
      changePassword: async (wish) => {
        const { changePassword } = await import('#domain/accounts.ts');
        const { user: owner, session } = await shop.person();
        const change = { userId: owner.id, sessionId: session.id, ...wish };
        const { ended } = await changePassword(await shop.db(), change);
        status.say(
          ended === 0
            ? 'Your password is changed.'
            : 'Your password is changed, and every other login has ended.',
        );
      },
      deleteAccount: async (username) => {
        const { deleteAccount } = await import('#domain/accounts.ts');
        const { user: owner } = await shop.person();
        await deleteAccount(await shop.db(), { userId: owner.id, username });
        await shop.forgetLogin();
        history.forget();
        await refresh();
        status.say('Your account is deleted, with its orders and favorites.');
        void live.soon();
      },
    } satisfies Account;
  }, [services, shop, status, history, live, ask, person, take, refresh]);
}

/** Who is here. A login that has ended elsewhere makes a visitor of the person, who is told. */
async function whoIsHere({ shop, status, sentenceOf }: Services): Promise<User | null> {
  try {
    const person = await shop.whoever();
    if (person) return person.user;
    // Without a login nothing was asked yet, and a lost database would look like an empty shop.
    const { refuseSilence } = await import('#domain/presence.ts');
    await refuseSilence(await shop.db());
    return null;
  } catch (error) {
    if (!(error instanceof ShopError) || error.kind !== 'auth') throw error;
    status.say(sentenceOf(error), 'bad');
    return null;
  }
}

/** How many lines a visitor's cart has. */
async function linesOfVisitor({ shop }: Services, person: User | null | undefined): Promise<number> {
  if (!person || person.isRegistered) return 0;
  const { getCart } = await import('#domain/cart.ts');
  return (await getCart(await shop.db(), person.id)).items.length;
}

/** What became of the visitor's cart at the login. */
function mergedWords({ capped }: Arrival, brought: number): string {
  if (brought === 0) return '';
  if (capped.length === 0) return 'Your cart came along.';
  const lines = capped.map(({ name, stock }) => `${name} (${stock} in stock)`);
  return `Your cart came along, as far as stock goes: ${lines.join(', ')}.`;
}

const keepingWords = ({ person }: Arrival): string =>
  person.tokenSource === 'memory' ? 'This login ends when you leave.' : '';
