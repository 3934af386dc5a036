import { type Command, Option } from 'commander';
import { examples } from '#cli/examples.ts';
import { unguardFormulas } from '#cli/formulas.ts';
import type { Output } from '#cli/output.ts';
import type { Ending, Room } from '#cli/room.ts';
import { eitherOf } from '#cli/shape.ts';
import { type ImportRow, importItems, type OnConflict } from '#domain/import-items.ts';
import { requireOperator } from '#domain/operators.ts';
import { type Field, readMap } from './import/columns.ts';
import { importAll, importStrictly, importUntilFault, type Result, someFailed } from './import/load.ts';
import { previewRows } from './import/preview.ts';
import { openSource } from './import/source.ts';
import { importShape, previewShape } from './import/text.ts';

type Options = {
  map?: string;
  onConflict: OnConflict;
  strict?: boolean;
  stopOnError?: boolean;
  dryRun?: boolean;
  fromSafeCsv?: boolean;
};

export const prints = eitherOf(importShape, { 'with --dry-run': previewShape });

export const endings: Ending[] = ['not_found', 'auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out, stdin }: Room) {
  command
    .option('--map <field=column,...>', 'which column a field is in, where its name does not tell')
    .addOption(
      new Option('--on-conflict <what>', 'when an item is there already')
        .choices(['update', 'skip', 'fail'] satisfies OnConflict[])
        .default('update'),
    )
    .option('--strict', 'import nothing unless every row is right')
    .addOption(
      new Option('--stop-on-error', 'do nothing after the first row that fails').conflicts([
        'strict',
        'dryRun',
      ]),
    )
    .option('--from-safe-csv', "take off again the ' that --safe-csv has put before formulas")
    .addOption(
      new Option(
        '--dry-run',
        'show the first rows as they would be read, and what would become of all, and change nothing',
      ).conflicts('strict'),
    )
    .action(async (file: string, options: Options) => {
      const {
        map: typed,
        onConflict,
        strict = false,
        stopOnError = false,
        dryRun = false,
        fromSafeCsv = false,
      } = options;
      const map = typed === undefined ? new Map<Field, string>() : readMap(typed);
      out.expect(dryRun ? previewShape : importShape);
      const { user } = await shop.person();
      const db = await shop.db();
      // Told before a long file is read.
      await requireOperator(db, user.id);
      const source = openSource(file, stdin);
      const guards = formulaGuards(fromSafeCsv);
      const { cell } = guards;
      const write = (rows: ImportRow[]) =>
        importItems(db, { operatorId: user.id, onConflict, rows, strict, stopOnError, dryRun });
      const way = { map, cell, out, write };
      const bring = strict ? importStrictly : stopOnError ? importUntilFault : importAll;
      const result = dryRun
        ? await previewRows(source, way).finally(() => guards.tell(out))
        : await bring(source, way);
      if (isNothing(result)) out.say('There are no rows in this file.');
      if (dryRun) return;
      guards.tell(out);
      await out.print(result, importShape);
      if (result.failed > 0) throw someFailed(result, strict ? 'strict' : 'all');
    });
  command.addHelpText('after', forms);
  examples(command, [
    'shop items import products.csv --dry-run',
    'shop items import prices.txt --map price=cost,name=article --strict',
    'shop items list --all --stock all -o csv | ssh other shop items import -',
    'shop items import edited-in-a-spreadsheet.csv --from-safe-csv',
  ]);
}

const isNothing = ({ inserted, updated, skipped, failed }: Result) =>
  inserted + updated + skipped + failed === 0;

/** Cells in which a ' stands before a formula: whether `--safe-csv` has put it there, only a person knows. */
function formulaGuards(areOurs: boolean) {
  let count = 0;
  return {
    cell(text: string): string {
      const plain = unguardFormulas(text);
      if (plain !== text) count += 1;
      return areOurs ? plain : text;
    },
    tell(out: Output) {
      if (count === 0 || areOurs) return;
      const cells = count === 1 ? 'In one cell' : `In ${count} cells`;
      out.say(
        `${cells} a ' stands before a formula, and belongs to the text. If --safe-csv wrote this file: --from-safe-csv.`,
      );
    },
  };
}

const forms = `
CSV with any of , ; tab |, JSON or a JSON object on each line, in UTF-8, UTF-16
or Latin-1: the file tells. Fields are id, name, price, stock, imageUrl,
description; columns that are called differently are known by usual names
(productName, unitPrice, unitsInStock, ...). An item is found by its id, or
without one by its exact name. Exit code 5 when a row failed; the rows after it
are read all the same, unless --stop-on-error says not to.`;
