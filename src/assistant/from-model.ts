import type { Exchange } from '#domain/chat.ts';
import type { Item } from '#domain/items.ts';
import type { Answer, Asker } from './answer.ts';
import { briefing } from './briefing.ts';
import { ModelFailure } from './failures.ts';
import type { Look } from './look.ts';
import type { Message, Model, Turn } from './model.ts';
import type { Proposal } from './proposals.ts';
import { runTool, toolsFor } from './tools.ts';
import { type Patience, usualPatience, watchdog } from './watchdog.ts';

type Conversation = {
  model: Model;
  asker: Asker;
  look: Look;
  /** What the shop says of itself. */
  about: string | null;
  history: Exchange[];
  onText: (piece: string) => Promise<void>;
  signal?: AbortSignal | undefined;
  patience?: Patience | undefined;
};

const mostTurns = 6;

/**
 * Lets the model answer, with the tools of the person who asks. A server that fails before the first word is asked once
 * more. @throws ModelFailure; ShopError interrupted when `signal` says so
 */
export async function fromModel(question: string, conversation: Conversation): Promise<Answer> {
  const { model, asker, look, about, history, signal, patience = usualPatience } = conversation;
  using watch = watchdog(patience, signal);
  const messages: Message[] = briefing(question, { about, history });
  const tools = toolsFor(asker);
  const seen = new Map<number, Item>();
  let [answer, isRepeated] = ['', false];
  let proposal: Proposal | null = null;

  const onText = (piece: string) => {
    answer += piece;
    return conversation.onText(piece);
  };
  const turnOf = async (): Promise<Turn> => {
    try {
      return await model.turn({ messages, tools, watch, onText });
    } catch (error) {
      if (isRepeated || answer !== '' || !mayPass(error)) throw error;
      isRepeated = true;
      return turnOf();
    }
  };

  for (let turns = 0; turns < mostTurns; turns += 1) {
    const { text, calls } = await turnOf();
    if (calls.length === 0) {
      if (answer.trim() === '') throw new ModelFailure('empty');
      return { answer, source: 'model', items: namedIn(answer, [...seen.values()]), proposal };
    }
    messages.push({ role: 'assistant', content: text, calls });
    for (const call of calls) {
      const found = await watch.within(runTool(call, asker, look));
      for (const item of found.items ?? []) seen.set(item.id, item);
      proposal = found.proposal ?? proposal;
      messages.push({ role: 'tool', callId: call.id, content: JSON.stringify(found.shown) });
    }
    // What was said before it looked something up, and what it says after, are two paragraphs.
    if (text.trim() !== '') await onText('\n\n');
  }
  throw new ModelFailure('tools');
}

const mayPass = (error: unknown) =>
  error instanceof ModelFailure && ['server', 'unreachable', 'cut'].includes(error.reason);

/** The items that the model has looked up and speaks of, in the order in which it does. */
function namedIn(answer: string, items: Item[]): Item[] {
  const text = answer.toLowerCase();
  return items
    .map((item) => ({ item, at: text.indexOf(item.name.toLowerCase()) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
