import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packetsOf, statementIn } from './packets.ts';

/** A statement that stands before the server. What its hook leaves undone is done after it: it goes through. */
export type Passing = {
  readonly text: string;
  /** Its place among all statements that came to this proxy, from 0. */
  readonly place: number;
  readonly bytes: Buffer;
  readonly client: Socket;
  readonly server: Socket;
  /** Lets it through, or only its first bytes. */
  send(length?: number): void;
  /** Lets it through and keeps the answer: its first bytes, which show that the statement was done. */
  answer(): Promise<Buffer>;
  /** Ends both connections at once. */
  cut(): void;
};

/** While it is waited for, nothing more of this client's reaches the server. */
export type Hook = (passing: Passing) => void | Promise<void>;

type ProxyWish = { onStatement?: Hook; tcp?: boolean };

/** Stands between clients and a server's socket, and knows which statement passes. */
export async function openProxy(serverSocket: string, { onStatement = () => {}, tcp = false }: ProxyWish = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'shop-proxy-'));
  const socketPath = join(folder, 'proxy.sock');
  const statements: string[] = [];
  const open = new Set<Socket>();

  const proxy = createServer({ allowHalfOpen: true }, (client) => {
    const server = createConnection({ path: serverSocket, allowHalfOpen: true });
    for (const end of [client, server]) {
      open.add(end);
      // The other side of a broken wire complains; that is what this proxy is for.
      end.on('error', () => {}).on('close', () => open.delete(end));
    }
    join2(client, server, async (text, passing) => {
      statements.push(text);
      await onStatement({ ...passing, text, place: statements.length - 1 });
    });
  });
  await once(tcp ? proxy.listen(0, '127.0.0.1') : proxy.listen(socketPath), 'listening');

  const closed = once(proxy, 'close');
  const leave = () => {
    proxy.close();
    for (const end of open) end.destroy();
  };
  return {
    /** Everything that came here, in order; what other connections sent stands between. */
    statements,
    socketPath,
    port: tcp ? (proxy.address() as AddressInfo).port : 0,
    /** As if the machine of the database were switched off: nobody listens any more. */
    leave,
    [Symbol.asyncDispose]: async () => {
      leave();
      await closed;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
