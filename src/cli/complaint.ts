import { ShopError } from '#domain/errors.ts';

/** Turns a domain function's refusal into what a question says below a wrong answer. */
export function complaint(check: () => unknown): true | string {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof ShopError) return error.message;
    throw error;
  }
}
