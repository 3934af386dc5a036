import type { Output } from '#cli/output.ts';
import type { ImportFault, ImportRow } from '#domain/import-items.ts';
import { type Result, readRows, someFailed } from './load.ts';
import type { Reading } from './rows.ts';
import type { Source } from './source.ts';
import { faultText, previewShape } from './text.ts';

const shown = 10;

/** Shows the first rows as they would be read, and says what of the whole file cannot be. Writes nothing. */
export async function previewRows(
  source: Source,
  { out, ...reading }: Reading & { out: Output },
): Promise<void> {
  const rows: ImportRow[] = [];
  const errors: ImportFault[] = [];
  const count = { right: 0, failed: 0 };
  for await (const read of readRows(source, reading)) {
    if ('row' in read) {
      count.right += 1;
      if (rows.length < shown) rows.push(read.row);
    } else {
      count.failed += 1;
      if (errors.length < shown) errors.push(read.fault);
    }
  }
  await out.list([rows], previewShape);
  for (const fault of errors) out.say(faultText(fault));
  out.say(`${count.right} rows can be read, ${count.failed} cannot. Nothing was changed.`);
  const result: Result = { inserted: 0, updated: 0, skipped: 0, failed: count.failed, errors };
  if (count.failed > 0) throw someFailed(result);
}
