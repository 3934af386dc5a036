import type { Item } from '#domain/items.ts';
import type { Catalogue, Finding } from './catalogue.ts';
import { rules } from './rules/all.ts';
import { evidence } from './rules/evidence.ts';
import type { Change, Draft } from './rules/rule.ts';
import {
  centsIn,
  generic,
  isCountable,
  isGoods,
  numberOf,
  plainWords,
  readWanted,
  withoutPreamble,
} from './wording.ts';

/** What the database is asked. Items are found already; `search` is empty where no words narrow it. */
export type Route =
  | { to: 'cheapest' | 'dearest'; search: string; items: Item[]; count?: number }
  | { to: 'price' | 'stock' | 'item'; items: Item[]; quantity: number }
  | { to: Change; items: Item[]; quantity: number }
  | { to: 'list'; search: string; items: Item[]; minCents?: number; maxCents?: number; soldOut: boolean }
  | { to: 'missing'; name: string }
  | { to: 'count' | 'cart' | 'cart.clear' | 'favorites' }
  | { to: 'orders'; orderId?: number; last: boolean; cancelled: boolean };

/**
 * Whether a question is one for the database, and which. It is one only when a rule understands every word of it and the
 * catalogue knows what it names: what merely sounds like a question to a shop is not guessed at.
 */
export async function route(question: string, catalogue: Catalogue): Promise<Route | null> {
  const words = plainWords(question);
  const known = askedOnce(catalogue);
  for (const said of [words, ...withoutPreamble(words)]) {
    for (const drafted of draftsOf(said)) {
      const found = await settle(drafted, known);
      if (found) return found;
    }
  }
  for (const drafted of evidence(words)) {
    const found = await settle(drafted, known);
    if (found) return found;
  }
  return null;
}

/** Many rules ask for the same words. */
function askedOnce(catalogue: Catalogue): Catalogue {
  const findings = new Map<string, Promise<Finding>>();
  return {
    find(phrase) {
      const finding = findings.get(phrase) ?? catalogue.find(phrase);
      findings.set(phrase, finding);
      return finding;
    },
  };
}

function* draftsOf(words: string) {
  for (const rule of rules) {
    const drafted = rule(words);
    if (drafted) yield drafted;
  }
}

async function settle(draft: Draft, catalogue: Catalogue): Promise<Route | null> {
  switch (draft.to) {
    case 'count':
    case 'cart':
    case 'cart.clear':
    case 'favorites':
      return { to: draft.to };
    case 'orders':
      return {
        to: 'orders',
        orderId: draft.orderId,
        last: draft.last ?? false,
        cancelled: draft.cancelled ?? false,
      };
    case 'cheapest':
    case 'dearest':
      return settleExtreme(draft, catalogue);
    case 'list':
      return settleList(draft, catalogue);
    default:
      return settleItem(draft, catalogue);
  }
}

async function settleExtreme(draft: Draft & { to: 'cheapest' | 'dearest' }, catalogue: Catalogue) {
  const { to, phrase } = draft;
  const count = draft.count === undefined ? undefined : numberOf(draft.count);
  if (phrase === undefined) return { to, search: '', items: [], count };
  const wanted = readWanted(phrase);
  const { how, items } = await catalogue.find(wanted.phrase);
  return isNamed(how) ? { to, search: wanted.phrase, items, count } : null;
}

async function settleList(draft: Draft & { to: 'list' }, catalogue: Catalogue): Promise<Route | null> {
  const rest = {
    soldOut: draft.soldOut ?? false,
    minCents: draft.min === undefined ? undefined : centsIn(draft.min) + (draft.open ? 1 : 0),
    maxCents: draft.max === undefined ? undefined : centsIn(draft.max) - (draft.open ? 1 : 0),
  };
  if (draft.phrase === undefined) return { to: 'list', search: '', items: [], ...rest };
  // "Show me your lamps" is for a shop, "show me your wallet" is not.
  if (/^your /.test(draft.phrase) && !isCountable(draft.phrase)) return null;
  const { phrase } = readWanted(draft.phrase);
  if (isGeneric.test(phrase)) return { to: 'list', search: '', items: [], ...rest };
  const { how, items } = await catalogue.find(phrase);
  const isFound = (isNamed(how) && !(draft.bare && how === 'slip')) || (draft.loose && how !== 'nothing');
  if (!isFound && !(draft.sure && isGoods(draft.phrase))) return null;
  if (how === 'name' && items.length === 1 && /^(?:the|item)\b/.test(draft.phrase)) {
    return { to: 'item', items, quantity: 1 };
  }
  return { to: 'list', search: phrase, items, ...rest };
}

type ItemRoute = 'price' | 'stock' | 'item' | Change;

const isGeneric = new RegExp(`^${generic}$`);

async function settleItem(draft: Draft & { phrase: string; to: ItemRoute }, catalogue: Catalogue) {
  const { to, phrase, strict, near } = { strict: false, near: '', ...draft };
  const wanted = readWanted(phrase);
  if (strict && /^\d+$/.test(phrase)) return null;
  const found = await findNear(near, wanted.phrase, catalogue);
  // "What is stock?" is no question about a stock pot.
  const isWhole = found.how === 'name' || found.how === 'slip';
  const isMeant =
    isWhole || (found.how === 'words' && to !== 'item' && (!strict || isThing(`${near} ${phrase}`.trim())));
  if (isMeant) return { to, items: found.items, quantity: wanted.quantity };
  return /^item #?\d+$/.test(wanted.phrase) ? ({ to: 'missing', name: wanted.phrase } as const) : null;
}

/** In "is the stock pot in stock" the item begins with a word that belongs to the question as well. */
async function findNear(near: string, phrase: string, catalogue: Catalogue): Promise<Finding> {
  const found = await catalogue.find(phrase);
  if (near === '' || found.how === 'name') return found;
  const longer = await catalogue.find(`${near} ${phrase}`);
  return longer.how === 'name' ? longer : found;
}

const isThing = (phrase: string) => /^(?:the|your) /.test(phrase) || isCountable(phrase);

const isNamed = (how: Finding['how']) => how === 'name' || how === 'words' || how === 'slip';
