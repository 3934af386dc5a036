import { text } from 'node:stream/consumers';

// A process of its own: libsecret can crash, and with a hung service it can block for ever. The parent has a kill timer.
// The secret comes through stdin, since every user of a machine can read another's arguments.

const { op, service, account, secret } = JSON.parse(await text(process.stdin));

try {
  const { default: keytar } = await import('keytar');
  process.stdout.write('started\n');
  process.stdout.write(`${JSON.stringify({ value: await run(keytar) })}\n`);
} catch (error) {
  process.stdout.write(
    `${JSON.stringify({ error: error instanceof Error ? error.message : String(error) })}\n`,
  );
}

async function run(keytar: typeof import('keytar')) {
  if (op === 'set') return keytar.setPassword(service, account, secret).then(() => true);
  if (op === 'probe') return tryToWrite(keytar);
  const found = await keytar[op === 'get' ? 'getPassword' : 'deletePassword'](service, account);
  // A locked keyring reads like an empty one; only writing tells them apart.
  if (!found) await tryToWrite(keytar);
  return found;
}

async function tryToWrite(keytar: typeof import('keytar')) {
  const trial = `${account}-trial`;
  await keytar.setPassword(service, trial, 'trial');
  return keytar.deletePassword(service, trial);
}
