import { exitCodes } from '#cli/exit.ts';

type Code = keyof typeof exitCodes | 'ok';

/** When a command ends so; a code without a sentence is a type error. */
const when: Record<Code, string> = {
  ok: '',
  unexpected: 'a fault of ours: one line, and where the log is',
  usage: 'unknown option, invalid or missing value, input needed where nobody can be asked',
  not_found: 'no such item, order or person',
  auth: 'login needed, wrong password, token invalid, expired or revoked, not an operator',
  conflict:
    'not enough stock, cart empty, name taken, order not cancellable, an invariant broken, tables of another version',
  unavailable: 'the database or the model cannot be reached',
  limit: 'the prompts of this session are used up, too many attempts',
  interrupted: 'Ctrl-C',
};

export type ExitCode = { code: number; name: Code; when: string };

/** Every way to end, by number. `name` is what `error.code` says with `--json`. */
export const endings: readonly ExitCode[] = Object.entries({ ok: 0, ...exitCodes })
  .map(([name, code]) => ({ code, name: name as Code, when: when[name as Code] }))
  .sort((a, b) => a.code - b.code);
