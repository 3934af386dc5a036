/** A day of the calendar, UTC: `2026-01-31`. */
export type Day = string;

/** Days, the first and the last included. */
export type Period = { since: Day; until: Day };

export const steps = ['day', 'week', 'month'] as const;
/** What sales are summed up by. A week begins on Monday. */
export type Step = (typeof steps)[number];

const aDay = 86_400_000;

const dayOf = (time: number): Day => new Date(time).toISOString().slice(0, 10);
const timeOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`);

/** The day that it is, UTC. */
export const todayUtc = (): Day => dayOf(Date.now());

export const addDays = (day: Day, count: number): Day => dayOf(timeOf(day) + count * aDay);

export const daysIn = ({ since, until }: Period): number => (timeOf(until) - timeOf(since)) / aDay + 1;

/** The first day of the day's own, its week or its month. */
export function startOf(step: Step, day: Day): Day {
  if (step === 'month') return `${day.slice(0, 8)}01`;
  if (step === 'day') return day;
  const sinceMonday = (new Date(timeOf(day)).getUTCDay() + 6) % 7;
  return addDays(day, -sinceMonday);
}

/** The last day of the same. */
function endOf(step: Step, day: Day): Day {
  if (step === 'day') return day;
  // 31 days after a first comes a day of the next month, whichever month it is.
  const after =
    step === 'week' ? addDays(startOf(step, day), 7) : startOf('month', addDays(startOf(step, day), 31));
  return addDays(after, -1);
}

/** The period cut into steps, without a gap. The first and the last are as long as the period lets them be. */
export function cut({ since, until }: Period, step: Step): Period[] {
  const parts: Period[] = [];
  for (let at = since; at <= until; ) {
    const end = endOf(step, at);
    parts.push({ since: at, until: end < until ? end : until });
    at = addDays(end, 1);
  }
  return parts;
}

export const isWholeMonth = ({ since, until }: Period): boolean =>
  since === startOf('month', since) && until === endOf('month', since);
