import type { Json } from '#cli/shape.ts';
import { type ErrorKind, ShopError } from '#domain/errors.ts';

export type Status = 'ok' | 'warning' | 'problem' | 'skipped';

/** What a check has found: a sentence, and what to do about it. */
export type Found = {
  status: Status;
  message: string;
  next?: string | undefined;
  details?: Record<string, Json>;
  /** Of a problem alone: what it would be to a command that ran into it. */
  code?: ErrorKind | 'unexpected' | undefined;
};

export type Finding = Found & { check: string };

type Extras = Pick<Found, 'next' | 'details'>;

export const fine = (message: string, details: Found['details'] = {}): Found => ({
  status: 'ok',
  message,
  details,
});

export const warning = (message: string, extras: Extras = {}): Found => ({
  status: 'warning',
  message,
  ...extras,
});

export const problem = (code: ErrorKind, message: string, extras: Extras = {}): Found => ({
  status: 'problem',
  code,
  message,
  ...extras,
});

/** A refusal that commands would meet, too. */
export const asProblem = ({ kind, message, next }: ShopError): Found => problem(kind, message, { next });

export const asWarning = ({ message, next }: ShopError): Found => warning(message, { next });

/** There is nothing to look at before something else works, which another check tells of. */
export class Skipped extends Error {}

/** @throws Skipped where that cannot be had */
export async function orSkip<Value>(why: string, value: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await value();
  } catch {
    throw new Skipped(why);
  }
}

/** What `work` brings. Its refusal becomes a finding, anything else is a fault. */
export async function orProblem(work: () => Promise<Found | Found[]>): Promise<Found | Found[]> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ShopError) return asProblem(error);
    throw error;
  }
}
