/** What kind of refusal it is. Each kind has one exit code (`cli/exit.ts`); whatever else is thrown is a fault of ours. */
export type ErrorKind = 'usage' | 'not_found' | 'auth' | 'conflict' | 'unavailable' | 'limit' | 'interrupted';

type ErrorExtras = {
  /** Machine-readable facts, printed as `details` with `--json`. Never a secret. */
  details?: Record<string, unknown>;
  /** What the person can do about it: a command or one sentence. */
  next?: string;
  cause?: unknown;
};

/** A refusal that the person can understand: one sentence, its kind, and what to do next. */
export class ShopError extends Error {
  readonly kind: ErrorKind;
  readonly details: Record<string, unknown> | undefined;
  readonly next: string | undefined;

  constructor(kind: ErrorKind, message: string, { details, next, cause }: ErrorExtras = {}) {
    super(message, { cause });
    this.name = 'ShopError';
    this.kind = kind;
    this.details = details;
    this.next = next;
  }
}
