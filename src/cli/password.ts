import { ShopError } from '#domain/errors.ts';
import { checkPassword } from '#domain/passwords.ts';
import { complaint } from './complaint.ts';
import type { Prompt } from './prompt.ts';

// The longest setting has 20,000 characters, each of four bytes at most.
const LONGEST_INPUT = 128 * 1024;

type Stdin = NodeJS.ReadStream;
type PasswordWish = { ask: Prompt; stdin: Stdin; passwordStdin?: boolean | undefined; message?: string };

/** The password: from stdin when `--password-stdin` was given, else asked for. @throws ShopError usage */
export function readPassword({
  ask,
  stdin,
  passwordStdin,
  message = 'Password',
}: PasswordWish): Promise<string> {
  return passwordStdin
    ? readSecret(stdin)
    : ask.password({ message: `${message}:`, option: '--password-stdin' });
}

/** A new password: as `readPassword`, but asked for twice, because nobody sees what is typed. */
export async function readNewPassword({ ask, stdin, passwordStdin, message = 'Password' }: PasswordWish) {
  if (passwordStdin) return readSecret(stdin);
  const password = await ask.password({
    message: `${message}:`,
    option: '--password-stdin',
    check: (typed) => complaint(() => checkPassword(typed)),
  });
  await ask.password({
    message: `${message} again:`,
    option: '--password-stdin',
    check: (again) => again === password || 'The two are not the same.',
  });
  return password;
}

/** All of stdin without one trailing line break, which `echo` and editors add. @throws ShopError usage */
export async function readSecret(stdin: Stdin, what = 'password'): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    size += chunk.length;
    if (size > LONGEST_INPUT) throw unreadable(what, `is too long for a ${what}`);
    chunks.push(chunk);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
    return text.replace(/\r?\n$/, '');
  } catch {
    throw unreadable(what, 'is not UTF-8');
  }
}

const unreadable = (field: string, why: string) =>
  new ShopError('usage', `What came through stdin ${why}.`, { details: { field } });
