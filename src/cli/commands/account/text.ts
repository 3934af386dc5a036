import { keysInside, type Shape } from '#cli/shape.ts';
import { userShape } from '#cli/shapes/user.ts';
import type { User } from '#domain/accounts.ts';
import type { Login } from '#domain/sessions.ts';
import type { Person, TokenSource } from '#shop.ts';

const userJson = (user: User) =>
  Object.fromEntries(Object.entries(userShape.fields).map(([name, field]) => [name, field(user)]));

/** Who is here: the answer of `whoami`, `login` and `register`. */
export const personShape: Shape<Person, Person> = {
  fields: {
    user: ({ user }) => userJson(user),
    session: ({ session: { expiresAt, promptsUsed, promptsLeft } }) => ({
      expiresAt,
      promptsUsed,
      promptsLeft,
    }),
    tokenSource: ({ tokenSource }) => tokenSource,
  },
  inner: {
    user: keysInside(userShape),
    session: '{expiresAt, promptsUsed, promptsLeft}',
  },
  columns: [],
  text: (person) => `${whoText(person)}\n${sessionText(person)}`,
  parts: {
    of: (person) => [person],
    shape: {
      fields: {
        username: ({ user }) => user.username,
        role: ({ user }) => user.role,
        expiresAt: ({ session }) => session.expiresAt,
        tokenSource: ({ tokenSource }) => tokenSource,
      },
      columns: [
        { title: 'username', text: ({ user }) => user.username },
        { title: 'role', text: ({ user }) => user.role },
        { title: 'expires', text: ({ session }) => session.expiresAt },
        { title: 'token', text: ({ tokenSource }) => tokenSource },
      ],
    },
  },
};

function whoText({ user }: Person): string {
  if (!user.isRegistered)
    return 'A visitor. Your cart becomes yours for good at shop login or shop register.';
  const name = [user.firstName, user.lastName].filter(Boolean).join(' ');
  const role = user.role === 'operator' ? ', an operator' : '';
  return `${user.username}${name && ` (${name})`}${role}`;
}

const SOURCES: Record<TokenSource, string> = {
  environment: 'the token is the one in SHOP_TOKEN',
  keychain: 'kept in the keychain',
  file: 'kept in a file that only you can read',
  memory: 'for this run only',
};

function sessionText({ session, tokenSource }: Person): string {
  const prompts = `${session.promptsLeft} of ${session.promptsLeft + session.promptsUsed} prompts left`;
  return `Until ${localTime(session.expiresAt)}, ${SOURCES[tokenSource]}; ${prompts}.`;
}

/** A login in the list of `account sessions`; `current` is the one that asks. */
export type ListedLogin = Login & { current: boolean };

export const loginShape: Shape<ListedLogin> = {
  fields: {
    id: (login) => login.id,
    device: (login) => login.device,
    startedAt: (login) => login.startedAt,
    lastSeenAt: (login) => login.lastSeenAt,
    expiresAt: (login) => login.expiresAt,
    current: (login) => login.current,
  },
  columns: [
    // As long as a short commit id of git: unique among one person's logins, and `--end` takes it.
    { title: 'id', text: (login) => login.id.slice(0, 12), raw: (login) => login.id },
    { title: 'device', text: (login) => login.device ?? '' },
    { title: 'since', text: (login) => localTime(login.startedAt), raw: (login) => login.startedAt },
    { title: 'last seen', text: (login) => localTime(login.lastSeenAt), raw: (login) => login.lastSeenAt },
    {
      title: '',
      text: (login) => (login.current ? 'this one' : ''),
      raw: (login) => String(login.current),
      meaning: (login) => (login.current ? 'good' : undefined),
    },
  ],
};

/** The one fact that a command reports, with the sentence for it. */
export function factShape<Fact extends Record<string, boolean | number | string>>(
  names: (keyof Fact & string)[],
  sentence: (fact: Fact) => string,
): Shape<Fact> {
  return {
    fields: Object.fromEntries(names.map((name) => [name, (fact: Fact) => fact[name] ?? null])),
    columns: [],
    text: sentence,
  };
}

/** `2026-01-20 14:03`, in the person's own time zone. */
function localTime(iso: string): string {
  const date = new Date(iso);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
