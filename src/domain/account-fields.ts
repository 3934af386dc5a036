import { ShopError } from './errors.ts';

const USERNAME = /^[a-z0-9][a-z0-9_.-]{2,31}$/;
const EMAIL = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/;
const PHONE = /^(?=.*[0-9])\+?[0-9(][0-9 ()./-]{2,49}$/;

/** The longest text of each field, in characters, as the columns of `users` have it. */
const LONGEST = { firstName: 100, lastName: 100, email: 255, phone: 50, country: 100, city: 100 } as const;

const CALLED: Record<ProfileField, string> = {
  firstName: 'first name',
  lastName: 'last name',
  email: 'e-mail address',
  phone: 'phone number',
  country: 'country',
  city: 'city',
};

export type ProfileField = keyof typeof LONGEST;

/** What a person tells of themselves. Left out: unchanged, or unknown at first; empty or null: unknown. */
export type Profile = { [field in ProfileField]?: string | null };

/** The fields of a profile, in the order in which they are asked for. */
export const PROFILE_FIELDS = Object.keys(LONGEST) as ProfileField[];

/** A name as it is compared: NFKC, lower case, without blanks around it. */
export const normalUsername = (username: string) => username.normalize('NFKC').trim().toLowerCase();

/** The normal form of a new username. @throws ShopError usage */
export function checkUsername(username: string): string {
  const name = normalUsername(username);
  if (USERNAME.test(name)) return name;
  throw bad(
    'username',
    'A username has 3 to 32 characters, a-z, 0-9, _, . or -, and begins with a letter or digit.',
  );
}

/** Only the fields that are there, trimmed, empty ones as null. @throws ShopError usage naming the field */
export function checkProfile(profile: Profile): Profile {
  const checked: Profile = {};
  for (const field of PROFILE_FIELDS) {
    const value = profile[field];
    if (value !== undefined) checked[field] = value === null ? null : checkField(field, value);
  }
  return checked;
}

/** One field of a profile: NFC, trimmed, null when nothing is left. @throws ShopError usage */
export function checkField(field: ProfileField, value: string): string | null {
  const text = value.normalize('NFC').trim();
  if (text === '') return null;
  const called = CALLED[field];
  if ([...text].length > LONGEST[field]) {
    throw bad(field, `The ${called} has at most ${LONGEST[field]} characters.`);
  }
  if (!text.isWellFormed() || /\p{Cc}/u.test(text)) {
    throw bad(field, `The ${called} cannot contain control characters.`);
  }
  if (field === 'email' && !EMAIL.test(text)) throw bad(field, 'That is no e-mail address.');
  if (field === 'phone' && !PHONE.test(text)) throw bad(field, 'That is no phone number.');
  return text;
}

const bad = (field: string, message: string) => new ShopError('usage', message, { details: { field } });
