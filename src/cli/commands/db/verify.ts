import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Ending, Room } from '#cli/room.ts';
import type { Canvas, Json, Shape } from '#cli/shape.ts';
import { counted } from '#domain/counted.ts';
import { ShopError } from '#domain/errors.ts';
import { verify } from '#domain/verify.ts';

type Verdict = Awaited<ReturnType<typeof verify>>;

const verdictShape: Shape<Verdict> = {
  fields: {
    checked: ({ checked }) => checked,
    broken: ({ broken }) => broken.map((found): Json => ({ ...found })),
    loaded: ({ loaded }) => loaded,
  },
  inner: {
    checked: '{what: count}',
    broken: '[]{invariant, what, …}',
    loaded: '{orders, items}',
  },
  columns: [],
  text: verdictText,
};

export const prints = verdictShape;

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out }: Room) {
  command.action(async () => {
    const verdict = await verify(await shop.db());
    await out.print(verdict, verdictShape);
    const count = verdict.broken.length;
    if (count === 0) return;
    throw new ShopError(
      'conflict',
      count === 1 ? 'An invariant is broken.' : `${count} invariants are broken.`,
      isMiscounted(verdict)
        ? { next: 'shop items restock <item> =<n> sets the number that was counted.' }
        : {},
    );
  });
  examples(command, ['shop db verify', 'shop db verify --json --quiet']);
}

function verdictText({ checked, broken, loaded }: Verdict, { paint }: Canvas): string {
  const counts = Object.entries(checked).map(([what, count]) => counted(count, what.replace(/s$/, '')));
  const findings = broken.map(({ invariant, what }) => paint('bad', `${invariant}. ${what}`));
  const verdict = broken.length === 0 ? [paint('good', 'Every invariant holds.')] : findings;
  return [
    `Checked ${counts.join(', ')}.`,
    ...loadedNotes(loaded).map((note) => paint('quiet', note)),
    ...verdict,
  ].join('\n');
}

// Counting mends the books of an item: see `restockItem`.
const isMiscounted = ({ broken }: Verdict) => broken.some(({ invariant }) => invariant === 2);

const loadedNotes = ({ orders, items }: Verdict['loaded']): string[] => [
  ...(orders > 0 ? [`${counted(orders, 'order')} from elsewhere, loaded without line prices.`] : []),
  ...(items > 0
    ? [`${counted(items, 'item')} from elsewhere: the stock that they came with counts as their opening.`]
    : []),
];
