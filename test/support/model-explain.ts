import { isDeepStrictEqual } from 'node:util';
import { type AimedWish, inOrder, type OrderView, type Outcome, type State } from './model.ts';
import { step } from './model-step.ts';

/** What somebody wished at the same time as others, and what they were told. */
export type Act = { wish: AimedWish; outcome: Outcome };

/**
 * Whether some order of these acts, one after the other, makes the model tell everybody the same and end in the same
 * state. If so nothing was oversold or lost: every order that somebody was told of is there once, with its total, and no
 * other one is.
 */
export function isExplained(before: State, acts: Act[], after: State): boolean {
  if (acts.length === 0) return isDeepStrictEqual(inOrder(before), inOrder(after));
  return acts.some(({ wish, outcome }, at) => {
    const state = structuredClone(before);
    return isTold(step(state, wish), outcome) && isExplained(state, acts.toSpliced(at, 1), after);
  });
}

// What is shown of a moment that is over (stock and prices in a cart) may be of another moment than the change.
function isTold(expected: Outcome, actual: Outcome): boolean {
  if (actual.told === 'bought') return expected.told === 'order';
  return isDeepStrictEqual(lasting(expected), lasting(actual));
}

function lasting(outcome: Outcome) {
  switch (outcome.told) {
    case 'refused':
      return { told: outcome.told, kind: outcome.kind };
    case 'order':
      return { told: outcome.told, order: sale(outcome.order) };
    default:
      return { told: outcome.told };
  }
}

const sale = ({ key, totalCents, lines }: OrderView) => ({
  key,
  totalCents,
  lines: lines.map(({ stock, ...line }) => line),
});
