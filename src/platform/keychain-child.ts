import { text } from 'node:stream/consumers';

// A process of its own: libsecret can crash, and with a hung service it can block for ever. The parent has a kill timer.
// The secret comes through stdin, since every user of a machine can read another's arguments.

const { op, service, account, secret } = JSON.parse(await text(process.stdin));

try {
  const { default: keytar } = await import('keytar');
  process.stdout.write(`${JSON.stringify({ value: await run(keytar) })}\n`);
} catch (error) {
  process.stdout.write(
    `${JSON.stringify({ error: error instanceof Error ? error.message : String(error) })}\n`,
  );
}

async function run(keytar: typeof import('keytar')) {
  if (op === 'get') return keytar.getPassword(service, account);
  if (op === 'set') return keytar.setPassword(service, account, secret).then(() => true);
  if (op === 'delete') return keytar.deletePassword(service, account);
  // A locked keyring reads like an empty one; only writing tells them apart.
  const trial = `${account}-trial`;
  await keytar.setPassword(service, trial, 'trial');
  return keytar.deletePassword(service, trial);
}
