import { ShopError } from '#domain/errors.ts';

/** Why the model gave no answer, or none to its end. */
export type Reason =
  | 'none'
  | 'key'
  | 'busy'
  | 'quota'
  | 'unknown_model'
  | 'server'
  | 'request'
  | 'unreachable'
  | 'cut'
  | 'malformed'
  | 'tools'
  | 'empty'
  | 'silent'
  | 'stalled'
  | 'long'
  | 'declined';

const soon = 'Try again in a moment.';
const meanwhile =
  'Questions about items, prices, stock, your cart, orders and favorites are answered without it.';

// Fixed sentences: what a server says can repeat a key or carry escape codes, so none of it is passed on.
const sentences: Record<Reason, { message: string; next: string }> = {
  none: {
    message: 'I cannot answer that without a language model, and none is set up here.',
    next: 'Ask about items, prices, stock, your cart, orders or favorites; for a model set OPENAI_API_KEY, or OPENAI_BASE_URL.',
  },
  key: { message: 'The model refuses the API key.', next: 'Check OPENAI_API_KEY.' },
  busy: { message: 'The model is asked too often just now.', next: soon },
  quota: { message: 'The account behind the API key has no credit left.', next: `Top it up. ${meanwhile}` },
  unknown_model: {
    message: 'The server knows no model of that name, or none answers at that address.',
    next: 'Check SHOP_CHAT_MODEL and OPENAI_BASE_URL.',
  },
  server: { message: 'The model’s server has a fault of its own.', next: `${soon} ${meanwhile}` },
  request: {
    message: 'The model’s server does not take this question.',
    next: 'Check SHOP_CHAT_MODEL and OPENAI_BASE_URL.',
  },
  unreachable: { message: 'The model cannot be reached.', next: 'Check the network and OPENAI_BASE_URL.' },
  cut: { message: 'The connection to the model broke off.', next: soon },
  malformed: { message: 'The model’s server answered what cannot be read.', next: 'Check OPENAI_BASE_URL.' },
  tools: {
    message: 'The model looked things up again and again and came to no answer.',
    next: 'Ask it in other words.',
  },
  empty: { message: 'The model came back with nothing.', next: 'Ask it in other words.' },
  silent: { message: 'The model has not begun to answer in time.', next: soon },
  stalled: { message: 'The model stopped in the middle of its answer.', next: soon },
  long: { message: 'The model took longer than a minute.', next: 'Ask it in fewer or other words.' },
  declined: { message: 'The model declined to answer that.', next: 'Ask it in other words.' },
};

/** The model failed. Its sentence and what to do about it are fixed; `details.reason` is for programs. */
export class ModelFailure extends ShopError {
  readonly reason: Reason;

  constructor(reason: Reason, cause?: unknown) {
    super('unavailable', sentences[reason].message, {
      next: sentences[reason].next,
      details: { reason },
      cause,
    });
    this.reason = reason;
  }
}

export const stoppedByPerson = () => new ShopError('interrupted', 'Stopped.');
