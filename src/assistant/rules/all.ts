import { inAnyOrder } from './in-any-order.ts';
import { own } from './own.ts';
import { ranges } from './ranges.ts';
import type { Rule } from './rule.ts';
import { extremes, searches, whole } from './several.ts';
import { changes, compared, single } from './single.ts';

/** The first that fits and whose words the catalogue knows decides, so the narrow ones stand before the wide ones. */
export const rules: readonly Rule[] = [
  ...own,
  ...whole,
  ...extremes,
  ...compared,
  ...ranges,
  ...changes,
  ...single,
  ...inAnyOrder,
  ...searches,
];
