import { ask, type Reply } from '#assistant/ask.ts';
import type { ModelSettings } from '#assistant/model.ts';
import { modelIn } from '#assistant/setup.ts';
import type { Db } from '#db/connect.ts';
import { createVisitor } from '#domain/accounts.ts';
import { startSession } from '#domain/sessions.ts';
import { aPerson } from './given.ts';

export type Asking = Parameters<typeof ask>[1]['asker'];

/** Somebody with a session: logged in, or a visitor. */
export async function anAsker(db: Db, { visitor = false } = {}): Promise<Asking> {
  const userId = visitor ? (await createVisitor(db)).id : (await aPerson(db)).userId;
  const { session } = await startSession(db, { userId });
  return { userId, sessionId: session.id, isRegistered: !visitor };
}

// Short enough for a test that waits for one of them, long enough for a busy machine where none should come.
const patience = { firstWord: 20_000, betweenWords: 20_000, inAll: 60_000 };

type Wish = {
  db: Db;
  asker: Asking;
  url?: string;
  settings?: Partial<ModelSettings>;
  signal?: AbortSignal;
  patience?: Partial<typeof patience>;
  onText?: (words: string) => void;
};

/** Asks, and tells what was shown to the person until the end, whatever the end is. */
export async function asking(question: string, wish: Wish) {
  const shown: string[] = [];
  const settings = {
    apiKey: 'sk-test',
    baseUrl: wish.url,
    model: 'test',
    fallbackModel: undefined,
    ...wish.settings,
  };
  const end = await ask(question, {
    db: wish.db,
    asker: wish.asker,
    signal: wish.signal,
    patience: { ...patience, ...wish.patience },
    openModel:
      wish.url || wish.settings
        ? modelIn({ ...settings, apiKey: async () => settings.apiKey })
        : async () => null,
    onText: (words) => {
      shown.push(words);
      wish.onText?.(words);
    },
  }).then(
    (reply): { reply?: Reply; error?: unknown } => ({ reply }),
    (error: unknown): { reply?: Reply; error?: unknown } => ({ error }),
  );
  return { ...end, shown: shown.join(''), pieces: shown };
}
