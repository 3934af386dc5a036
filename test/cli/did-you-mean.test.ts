import { describe, expect, test } from 'vitest';
import { refuseUnknownCommand } from '#cli/did-you-mean.ts';
import { createProgram } from '#cli/program.ts';

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
