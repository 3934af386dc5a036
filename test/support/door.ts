import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A way to a database that a test can shut, open again, or hold so that nothing comes through. */
export type Door = {
  socketPath: string;
  /** Cuts every connection and refuses new ones. */
  shut(): Promise<void>;
  open(): Promise<void>;
  /** Lets connections stand, but no byte through. */
  hold(): void;
  release(): void;
  [Symbol.asyncDispose](): Promise<void>;
};

/** A Unix socket of its own in front of the server's. */
export async function openDoor(serverSocket: string): Promise<Door> {
  const folder = await mkdtemp(join(tmpdir(), 'door-'));
  const socketPath = join(folder, 'socket');
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let held = false;

  function pass(inside: Socket) {
    const outside = createConnection(serverSocket);
    for (const [one, other] of [
      [inside, outside],
      [outside, inside],
    ] as const) {
      sockets.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
      if (held) one.pause();
    }
  }

  const door: Door = {
    socketPath,
    async open() {
      server = createServer(pass);
      await new Promise<void>((resolve) => server?.listen(socketPath, resolve));
    },
    async shut() {
      const closing = new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
      for (const socket of sockets) socket.destroy();
      await closing;
    },
    hold() {
      held = true;
      for (const socket of sockets) socket.pause();
    },
    release() {
      held = false;
      for (const socket of sockets) socket.resume();
    },
    async [Symbol.asyncDispose]() {
      await door.shut();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await door.open();
  return door;
}
