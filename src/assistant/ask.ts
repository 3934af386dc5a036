import type { Db } from '#db/connect.ts';
import { readAbout } from '#domain/about.ts';
import {
  type AnswerSource,
  givePromptBack,
  listHistory,
  type PromptCount,
  recordAnswer,
  reservePrompt,
} from '#domain/chat.ts';
import { ShopError } from '#domain/errors.ts';
import { pieceCleaner } from '#domain/foreign-pieces.ts';
import { isAboutShop } from './about-shop.ts';
import type { Answer, Asker } from './answer.ts';
import { catalogueOf } from './catalogue.ts';
import { ModelFailure, stoppedByPerson } from './failures.ts';
import { fromDatabase } from './from-database.ts';
import { lookInto } from './look.ts';
import type { Model } from './model.ts';
import { route } from './router.ts';
import type { Patience } from './watchdog.ts';

export type Reply = Answer & { prompts: PromptCount };

type Wish = {
  db: Db;
  asker: Asker;
  /** Opened when a question needs one; null where none is set up. */
  openModel: () => Promise<Model | null>;
  /** Takes words as they come, clean for a terminal. */
  onText?: (words: string) => void | Promise<void>;
  /** Ends the answer where it is. */
  signal?: AbortSignal | undefined;
  patience?: Patience | undefined;
};

// A session has five prompts today; more than ten would cost more than they tell.
const remembered = 10;

/**
 * Answers one question: from the database where it is about what stands there, else by the model. The prompt is taken
 * before the work, and given back when no word of an answer was shown.
 * @throws ShopError usage for the question; limit when the prompts are used up; auth; unavailable with what to do;
 * interrupted when `signal` says so
 */
export async function ask(question: string, wish: Wish): Promise<Reply> {
  const { db, asker } = wish;
  const { promptId, prompts } = await reservePrompt(db, { sessionId: asker.sessionId, question });
  const shown = { source: 'database' as AnswerSource, text: '' };
  try {
    const answer = await answerTo(question.trim(), wish, shown);
    await recordAnswer(db, { promptId, ...answer });
    return { ...answer, prompts };
  } catch (error) {
    // What was shown, to the word where it broke off, is an answer; nothing shown is none.
    if (shown.text.trim() === '') await giveBack(db, promptId, error);
    else await recordAnswer(db, { promptId, answer: shown.text, source: shown.source });
    throw error;
  }
}

async function answerTo(
  question: string,
  { db, asker, openModel, onText = () => {}, signal, patience }: Wish,
  shown: { source: AnswerSource; text: string },
): Promise<Answer> {
  const look = lookInto(db);
  const words = pieceCleaner();
  const show = async (text: string) => {
    if (text === '') return;
    shown.text += text;
    await onText(text);
  };
  if (signal?.aborted) throw stoppedByPerson();

  const known = await look(async (own) => {
    const found = await route(question, catalogueOf(own, asker.isRegistered ? asker.userId : null));
    return found && fromDatabase(own, found, asker);
  });
  if (signal?.aborted) throw stoppedByPerson();
  if (known) {
    await show(words.push(known.answer) + words.end());
    return { ...known, source: 'database' };
  }

  const model = await openModel();
  if (!model) {
    const about = isAboutShop(question) ? await look(readAbout) : null;
    if (about === null) throw new ModelFailure('none');
    const answer = `This is what the shop says of itself:\n\n${about}`;
    await show(words.push(answer) + words.end());
    return { answer, source: 'database', items: [], proposal: null };
  }
  shown.source = 'model';
  const { fromModel } = await import('./from-model.ts');
  const [about, history] = await look(async (own) => [await readAbout(own), await pastOf(own, asker)]);
  const onPiece = (piece: string) => show(words.push(piece));
  const answer = await fromModel(question, {
    model,
    asker,
    look,
    about,
    history,
    onText: onPiece,
    signal,
    patience,
  });
  await show(words.end());
  return answer;
}

const pastOf = (db: Db, { sessionId }: Asker) => listHistory(db, { sessionId, limit: remembered });

/** @throws ShopError when it cannot be given back, with both reasons */
async function giveBack(db: Db, promptId: string, reason: unknown) {
  try {
    await givePromptBack(db, { promptId });
  } catch (error) {
    if (!(reason instanceof ShopError) || !(error instanceof ShopError)) throw error;
    const { kind, message, next, details } = reason;
    throw new ShopError(kind, `${message} The prompt could not be given back: ${error.message}`, {
      next,
      details,
      cause: error,
    });
  }
}
