import { useCallback, useRef, useState } from 'react';
import type { Proposal } from '#assistant/proposals.ts';
import type { PromptCount } from '#domain/chat.ts';
import { ShopError } from '#domain/errors.ts';
import type { Item } from '#domain/items.ts';
import { dataOf, same } from '#tui/hooks/query.ts';
import { useLive, useServices } from './services.ts';
import { useAccount } from './use-account.tsx';
import { useNavigation } from './use-navigation.tsx';

/** A question with as much of its answer as is there. `note` says what became of it otherwise. */
type Exchange = { question: string; answer: string; note?: string };

export type Chat = {
  exchanges: readonly Exchange[];
  /** The items of the last answer, for the keys. */
  items: readonly Item[];
  /** Undefined until it is known. */
  prompts: PromptCount | undefined;
  answering: boolean;
  send: (line: string) => Promise<void>;
  /** Ends the answer where it is, at once. */
  stop: () => void;
};

/** The chat of this session: what was said, what is being said, and how many questions are left. */
export function useChat(): Chat {
  const { shop, live, status, sentenceOf } = useServices();
  const { person, refresh } = useAccount();
  const navigation = useNavigation();
  const [exchanges, setExchanges] = useState<readonly Exchange[]>([]);
  const [items, setItems] = useState<readonly Item[]>([]);
  const [prompts, setPrompts] = useState<PromptCount>();
  const [answering, setAnswering] = useState(false);
  const stopping = useRef<AbortController>(undefined);
  // How often the words on the screen were changed from here: what was read before the latest change is stale.
  const changes = useRef(0);

  // Other terminals share the count and what was said.
  const userId = dataOf(person)?.id;
  useLive(`chat ${userId} ${answering}`, async () => {
    if (answering) return false;
    const seen = changes.current;
    const here = await shop.whoever();
    const { countPrompts, listHistory } = await import('#domain/chat.ts');
    const sessionId = here?.session.id;
    if (!sessionId) return true;
    const db = await shop.db();
    const [count, said] = [
      await countPrompts(db, { sessionId }),
      await listHistory(db, { sessionId, limit: 50 }),
    ];
    if (changes.current !== seen) return true;
    setPrompts(count);
    // What went wrong stands in no history, and stays until the next question.
    setExchanges((old) => (old.some(({ note }) => note) || sameWords(old, said) ? old : said));
    return true;
  });

  // They are items as in every list: their stock sinks, and they become favorites.
  const ids = items.map(({ id }) => id);
  useLive(`answer ${userId} ${ids.join(' ')}`, async () => {
    if (ids.length === 0) return false;
    const seen = changes.current;
    const { getItems } = await import('#domain/items.ts');
    const found = await getItems(await shop.db(), { ids, userId: userId ?? null });
    if (changes.current === seen) setItems((old) => (same(old, found) ? old : found));
    return true;
  });

  const change = useCallback(
    (latest: Partial<Exchange>) =>
      setExchanges((old) => old.map((one, at) => (at === old.length - 1 ? { ...one, ...latest } : one))),
    [],
  );

  const answer = async (question: string) => {
    const stop = new AbortController();
    stopping.current = stop;
    changes.current += 1;
    setAnswering(true);
    setItems([]);
    setExchanges((old) => [...answered(old), { question, answer: '' }]);
    let text = '';
    try {
      const [{ ask }, { modelIn }] = await Promise.all([
        import('#assistant/ask.ts'),
        import('#assistant/setup.ts'),
      ]);
      const { person } = await shop.shopping(async () => {});
      void refresh();
      const reply = await ask(question, {
        db: await shop.db(),
        asker: {
          userId: person.user.id,
          sessionId: person.session.id,
          isRegistered: person.user.isRegistered,
        },
        openModel: modelIn(shop.config.chat),
        onText: (words) => {
          text += words;
          if (!stop.signal.aborted) change({ answer: text });
        },
        signal: stop.signal,
      });
      setPrompts(reply.prompts);
      setItems(reply.items);
      return reply.proposal;
    } catch (error) {
      if (!(error instanceof ShopError)) throw error;
      change({ note: error.kind === 'interrupted' ? 'Stopped.' : sentenceOf(error) });
      return null;
    } finally {
      setAnswering(false);
    }
  };

  const offer = async (proposal: Proposal, userId: number) => {
    const { carryOut, proposalText } = await import('#assistant/proposals.ts');
    if (!(await navigation.ask(proposalText(proposal)))) return;
    status.say(await carryOut(await shop.db(), proposal, { userId }));
    void live.soon();
  };

  const slash = async (line: string) => {
    const { runSlash, slashHelp } = await import('#assistant/slash.ts');
    const here = await shop.whoever();
    const done = await runSlash(line, { db: await shop.db(), sessionId: here?.session.id ?? null });
    changes.current += 1;
    if (done.did === 'clear') setExchanges([]);
    if (done.did === 'history') setExchanges(done.exchanges);
    if (done.did === 'help') setExchanges((old) => [...old, { question: line, answer: '', note: slashHelp }]);
    setItems([]);
  };

  return {
    exchanges,
    items,
    prompts,
    answering,
    send: async (line) => {
      if (line.trim() === '' || answering) return;
      if (line.trim().startsWith('/')) return slash(line);
      const proposal = await answer(line.trim());
      const here = proposal && (await shop.whoever());
      if (proposal && here) await offer(proposal, here.user.id);
    },
    stop: () => {
      // The screen does not wait until the prompt has been given back.
      change({ note: 'Stopped.' });
      stopping.current?.abort();
    },
  };
}

// What had gone wrong with an earlier question is over when the next one is asked.
const answered = (old: readonly Exchange[]) =>
  old.filter(({ answer }) => answer !== '').map(({ question, answer }) => ({ question, answer }));

const sameWords = (old: readonly Exchange[], said: readonly Exchange[]) =>
  old.length === said.length && old.every(({ answer }, at) => answer === said[at]?.answer);
