import * as z from 'zod/mini';
import { ShopError } from '#domain/errors.ts';
import { brief } from '#domain/foreign.ts';
import { parseMoney } from '#domain/money.ts';
import { didYouMean, nearest } from './did-you-mean.ts';

// What may be typed. Each block is told the option or argument it stands for, so that its one sentence can name it.

/** What `schema` makes of the typed value. @throws ShopError usage with the first thing that is wrong, in one sentence */
export function parse<Schema extends z.core.$ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = z.core.safeParse(schema, value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ShopError('usage', issue?.message ?? 'That cannot be read.', {
    details: issue && issue.path.length > 0 ? { input: issue.path.join('.') } : undefined,
    next: issue?.code === 'custom' ? issue.params?.next : undefined,
  });
}

/** Text with something in it, without the spaces around it. */
export function text(name: string, { max = 255 } = {}) {
  return typed(name, `must be 1 to ${max} characters`, (typed) => {
    const trimmed = typed.trim();
    return trimmed !== '' && Array.from(trimmed).length <= max ? trimmed : undefined;
  });
}

// The largest INT of the database: no id, stock or quantity is beyond it.
const largest = 2_147_483_647;

/** A whole number in decimal digits alone: no sign, spaces, fraction or exponent. */
export function wholeNumber(name: string, { min = 1, max = largest } = {}) {
  return typed(name, `must be a whole number from ${min} to ${max}`, (typed) => {
    const number = /^[0-9]{1,15}$/.test(typed) ? Number(typed) : Number.NaN;
    return number >= min && number <= max ? number : undefined;
  });
}

/** What the domain itself checks: its sentence is the one that a person reads. */
export function checked<Value>(check: (typed: string) => Value) {
  return z.pipe(
    z.string(),
    z.transform((typed: string) => check(typed)),
  );
}

/** `+5`, `-2` or `=7`: pieces that came, that are gone, or that were counted. */
export function stockChange(name = '<n>') {
  return typed(name, 'must be a number like +5, -2 or =7', (typed) => {
    const [, sign, digits] = /^([+=-])([0-9]{1,10})$/.exec(typed) ?? [];
    const number = digits === undefined ? Number.NaN : Number(digits);
    if (!(number <= largest)) return undefined;
    return sign === '=' ? { to: number } : { by: sign === '-' ? -number : number };
  });
}

/** The number of an order. */
export function orderNumber(name = '<id>') {
  return typed(name, 'must be the number of an order, like 12', (typed) => {
    return /^[0-9]{1,15}$/.test(typed) ? Number(typed) : undefined;
  });
}

/** An id or an exact name; which of the two it is, the domain finds out. */
export function itemRef(name = '<item>') {
  return typed(name, "must be an item's id or its exact name, with no space around it", (typed) => {
    return typed !== '' && typed === typed.trim() ? typed : undefined;
  });
}

/** An amount like `10` or `9.99`, as cents. */
export function money(name: string) {
  return typed(name, 'must be an amount like 10 or 9.99', (typed) => parseMoney(typed));
}

/** A day as `2026-01-31`, which the calendar has. */
export function day(name: string) {
  return typed(name, 'must be a date like 2026-01-31', (typed) => {
    const time = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(typed) ? Date.parse(`${typed}T00:00:00Z`) : Number.NaN;
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(typed) ? typed : undefined;
  });
}

/** One of a few words, in any case. */
export function oneOf<const Word extends string>(name: string, words: readonly Word[]) {
  return typed(
    name,
    `must be one of ${words.join(', ')}`,
    (typed) => words.find((word) => word === typed.toLowerCase()),
    (typed) => didYouMean(nearest(typed, words)),
  );
}

/**
 * A rule: `read` answers `undefined` for what it refuses; the sentence is "`name` `rule`, not “…”.", and below it what
 * `help` has to say.
 */
function typed<Value>(
  name: string,
  rule: string,
  read: (typed: string) => Value | undefined,
  help: (typed: string) => string | undefined = () => undefined,
) {
  const refusal = (value: unknown) =>
    value === undefined ? `${name} ${rule}.` : `${name} ${rule}, not ${quoted(value)}.`;
  return z.pipe(
    z.string({ error: (issue) => refusal(issue.input) }),
    z.transform((typed: string, context): Value => {
      const value = read(typed);
      if (value !== undefined) return value;
      context.issues.push({
        code: 'custom',
        message: refusal(typed),
        input: typed,
        params: { next: help(typed) },
      });
      return z.NEVER;
    }),
  );
}

// From a line of NDJSON it may be anything, and "[object Object]" tells nobody what.
const quoted = (value: unknown) => `"${brief(typeof value === 'string' ? value : JSON.stringify(value))}"`;
