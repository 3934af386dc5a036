import { errorPacket } from './packets.ts';
import type { Hook, Passing } from './proxy.ts';

const forever = () => new Promise<never>(() => {});

/** What can happen to a connection at a statement. Read: the wire is … */
export const faults: Record<string, Hook> = {
  'cut before it': ({ cut }) => cut(),
  'cut after it': async ({ answer, cut }) => {
    await answer();
    cut();
  },
  'cut in the middle of it': ({ send, bytes, client, server }) => {
    send(bytes.length >> 1);
    server.end();
    client.destroy();
  },
  'cut in the middle of its answer': async ({ answer, client, server }) => {
    const bytes = await answer();
    client.end(bytes.subarray(0, bytes.length >> 1));
    server.destroy();
  },
  'reset before it': ({ client, cut }) => {
    client.resetAndDestroy();
    cut();
  },
  'reset after it': async ({ answer, client, cut }) => {
    await answer();
    client.resetAndDestroy();
    cut();
  },
  'closed towards the server after it': ({ send, server }) => {
    send();
    server.end();
  },
  'closed towards the client before it': ({ client }) => void client.end(),
};

/** The server says that it could not. With `done` it could, all the same. */
export const refusal = (errno: number, { done }: { done: boolean }): Hook =>
  async function refuse({ answer, drop, client }) {
    if (done) await answer();
    else drop();
    client.write(errorPacket(errno));
  };

/** The wire stands, and nothing comes back. */
export const silences: Record<string, Hook> = {
  'silent before it': forever,
  'silent after it': async ({ answer }) => {
    await answer();
    await forever();
  },
};

/** Does it once, at the statement of that place. */
export const atPlace = (place: number, fault: Hook): Hook => {
  return (passing) => (passing.place === place ? fault(passing) : undefined);
};

/** Does it once, at the first statement that begins so. */
export function atFirst(start: string, fault: Hook): Hook {
  let isDone = false;
  return (passing: Passing) => {
    if (isDone || !passing.text.startsWith(start)) return undefined;
    isDone = true;
    return fault(passing);
  };
}
