import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packetsOf, statementIn } from './packets.ts';

/** A statement that stands before the server. A hook that does nothing with it lets it through. */
export type Passing = {
  readonly text: string;
  /** Its place among all statements that came to this proxy, from 0. */
  readonly place: number;
  readonly bytes: Buffer;
  readonly client: Socket;
  readonly server: Socket;
  /** Lets it through, or only its first bytes. */
  send(length?: number): void;
  /** Lets it through and keeps the answer back: its first bytes, which show that the statement was done. */
  answer(): Promise<Buffer>;
  /** The server never sees it; the connections stand. */
  drop(): void;
  /** Ends both connections at once. */
  cut(): void;
  /** The server is not told when the client goes. */
  part(): void;
};

/** Until it is done, nothing more of this client's reaches the server. */
export type Hook = (passing: Passing) => void | Promise<void>;

export type Wiretap = AsyncDisposable & {
  /** Everything that came here, in the order in which it came. */
  readonly statements: readonly string[];
  readonly socketPath: string;
  /** Of 127.0.0.1; 0 unless `tcp` was asked for. */
  readonly port: number;
  /** As if the database's machine were switched off: nobody listens, and nobody says good-bye. */
  leave(): void;
};

/** Stands between clients and a server's socket, and knows which statement passes. */
export async function openProxy(
  serverSocket: string,
  { onStatement = () => {}, tcp = false }: { onStatement?: Hook; tcp?: boolean } = {},
): Promise<Wiretap> {
  const folder = await mkdtemp(join(tmpdir(), 'shop-proxy-'));
  const socketPath = join(folder, 'proxy.sock');
  const statements: string[] = [];
  const open = new Set<Socket>();

  const listener = createServer({ allowHalfOpen: true }, (client) => {
    const server = createConnection({ path: serverSocket, allowHalfOpen: true });
    for (const end of [client, server]) {
      open.add(end);
      // The other side of a broken wire complains; that is what this proxy is for.
      end.on('error', () => {}).on('close', () => open.delete(end));
    }
    connectEnds(client, server, async (passing) => {
      statements.push(passing.text);
      await onStatement({ ...passing, place: statements.length - 1 });
    });
  });
  await once(tcp ? listener.listen(0, '127.0.0.1') : listener.listen(socketPath), 'listening');
  const { port } = tcp ? (listener.address() as AddressInfo) : { port: 0 };

  const leave = () => {
    listener.close();
    for (const end of open) end.destroy();
  };
  return {
    statements,
    socketPath,
    port,
    leave,
    [Symbol.asyncDispose]: async () => {
      leave();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function connectEnds(
  client: Socket,
  server: Socket,
  onStatement: (passing: Omit<Passing, 'place'>) => Promise<void>,
) {
  const deliver = (bytes: Buffer) => void client.write(bytes);
  let toClient: (bytes: Buffer) => void = deliver;
  let apart = false;
  let turn = Promise.resolve();

  async function pass(bytes: Buffer) {
    const text = statementIn(bytes);
    if (text === undefined) return void server.write(bytes);
    toClient = deliver;
    let done = false;
    const send = (length = bytes.length) => {
      done = true;
      server.write(bytes.subarray(0, length));
    };
    await onStatement({
      text,
      bytes,
      client,
      server,
      send,
      answer: () =>
        new Promise((resolve) => {
          toClient = resolve;
          send();
        }),
      drop: () => {
        done = true;
      },
      cut: () => {
        done = true;
        client.destroy();
        server.destroy();
      },
      part: () => {
        apart = true;
      },
    });
    if (!done) send();
  }

  const packet = packetsOf((bytes) => {
    turn = turn.then(() => pass(bytes));
  });
  const endServer = () => {
    if (!apart) server.end();
  };
  client.on('data', packet).on('end', endServer).on('close', endServer);
  server
    .on('data', (bytes) => toClient(bytes))
    .on('end', () => client.end())
    .on('close', () => client.end());
}
