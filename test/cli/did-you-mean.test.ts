import { describe, expect, test } from 'vitest';
import { refuseUnknownCommand } from '#cli/did-you-mean.ts';
import { createProgram } from '#cli/program.ts';
import { runInside } from '#test/run-inside.ts';

const program = () =>
  createProgram({ version: '1', prepare: async () => {}, begin: () => {}, help: () => {} }).program;

const hintFor = (line: string) => {
  try {
    refuseUnknownCommand(program(), line.split(' '));
  } catch (error) {
    return error instanceof Error && 'next' in error ? error.next : error;
  }
  return 'nothing to say';
};

describe('a word that is no command is answered with the nearest', () => {
  test.for<[line: string, hint: string]>([
    ['itmes', 'shop items'],
    ['ITEMS list', 'shop items'],
    ['o', 'shop orders'],
    ['items lis', 'shop items list'],
    ['items LIST', 'shop items list'],
    ['-o json items lst', 'shop items list'],
    ['cart chekout --yes', 'shop cart checkout'],
    // Of another level, where that is what it is called there.
    ['checkout', 'shop cart checkout'],
    ['cart login joe', 'shop login'],
    ['add 3', 'shop items add, shop cart add or shop favorites add'],
    ['show', 'shop items show, shop cart show, shop orders show, shop account show or shop users show'],
    // What other programs call it.
    ['cart list', 'shop cart show'],
    ['cart rm 3', 'shop cart remove'],
    ['signup', 'shop register'],
    // Asking for help with it does not make it a command.
    ['items lst --help', 'shop items list'],
  ])('%s', ([line, hint]) => {
    expect(hintFor(line)).toBe(`Did you mean ${hint}?`);
  });

  test.for(['xyzzyq', `${'x'.repeat(100_000)}`, '', 'items constructor'])(
    '%#: unless nothing is near',
    (line) => {
      expect(hintFor(line)).toBe('Add --help to see what there is.');
    },
  );

  test.for(['items list', 'cart add nothing-of-the-kind', '--bogus items', 'login', 'items', '-q'])(
    '%s is left to be read',
    (line) => {
      expect(hintFor(line)).toBe('nothing to say');
    },
  );
});

describe('on every level what is wrong is answered with the nearest', () => {
  test.for<[line: string, refusal: string, hint: string]>([
    ['itmes', "Unknown command 'itmes'.", 'Did you mean shop items?'],
    ['items lsit', "Unknown command 'lsit'.", 'Did you mean shop items list?'],
    ['--jsno', "Unknown option '--jsno'.", 'Did you mean --json?'],
    ['items --filds id list', "Unknown option '--filds'.", 'Did you mean --fields?'],
    ['items list --serach x', "Unknown option '--serach'.", 'Did you mean --search?'],
    ['cart checkout --adress x', "Unknown option '--adress'.", 'Did you mean --address?'],
    ['cart add 3 -N 2', "Unknown option '-N'.", 'Did you mean -n?'],
    [
      'items list -o jsno',
      "Option '-o, --output <format>' argument 'jsno' is invalid. Allowed choices are table, tsv, csv, json, ndjson.",
      'Did you mean json?',
    ],
    [
      'items import x --on-conflict skpi',
      "Option '--on-conflict <what>' argument 'skpi' is invalid. Allowed choices are update, skip, fail.",
      'Did you mean skip?',
    ],
    [
      'items list --sort nmae',
      '--sort must be one of id, name, price, stock, relevance, not "nmae".',
      'Did you mean name?',
    ],
    [
      'orders list --status close',
      '--status must be one of temp, closed, cancelled, not "close".',
      'Did you mean closed?',
    ],
    [
      'users set-role joe operater',
      '<role> must be one of customer, operator, not "operater".',
      'Did you mean operator?',
    ],
    ['tui ordres', '[screen] must be one of items, cart, orders', 'Did you mean orders?'],
    [
      'items list --fields id,prcie',
      '--fields knows no field "prcie" here.',
      'Did you mean price? The fields are',
    ],
    [
      'cart show --fields quantiti',
      '--fields knows no field "quantiti" here.',
      'Did you mean quantity? The fields',
    ],
    ['config get chat.modle', "There is no setting 'chat.modle'.", 'Did you mean chat.model?'],
    // What nothing is near to is told what there is, or where to look.
    ['items list --sort xyzzyq', '--sort must be one of', ''],
    [
      'items list -o xyzzyq',
      "Option '-o, --output <format>' argument 'xyzzyq'",
      'Add --help to see what there is.',
    ],
  ])('shop %s', async ([line, refusal, hint]) => {
    const env = { SHOP_HOME: '/nonexistent' };
    const { stdout, stderr, exitCode } = await runInside(line.split(' '), { env });

    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    const [first, second = ''] = stderr.split('\n');
    expect(first).toContain(`shop: ${refusal}`);
    expect(second.trim().startsWith(hint)).toBe(true);
  });
});
