import type { Prompt } from '#cli/prompt.ts';

/** Lets the shop ask once whether a login may be kept in a file, where somebody can be asked. */
export const mayAsk = (ask: Prompt) =>
  ask.possible
    ? { ask: (question: string) => ask.confirm({ message: question, option: 'SHOP_KEYCHAIN=file' }) }
    : {};
