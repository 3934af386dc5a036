import { counted } from '#domain/counted.ts';
import type { ImportRow } from '#domain/import-items.ts';
import { importAll, type Result, someFailed, type Way } from './load.ts';
import type { Source } from './source.ts';
import { faultTexts, previewShape } from './text.ts';

const shown = 10;

/** Shows the first rows as they would be read, and tells what the import would tell: `write` compares, and writes nothing. */
export async function previewRows(source: Source, way: Way): Promise<Result> {
  const { out } = way;
  const rows: ImportRow[] = [];
  const onRow = (row: ImportRow) => {
    if (rows.length < shown) rows.push(row);
  };
  const result = await importAll(source, { ...way, onRow });
  await out.list([rows], previewShape);
  for (const line of faultTexts(result)) out.say(line);
  const { inserted, updated, skipped, failed } = result;
  out.say(
    `${counted(inserted, 'item')} would be inserted, ${updated} updated, ${skipped} unchanged, ${failed} failed. Nothing was changed.`,
  );
  if (failed > 0) throw someFailed(result, 'dryRun');
  return result;
}
