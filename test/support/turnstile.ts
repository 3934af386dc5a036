import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Statement = { server: Socket; bytes: Buffer };

/** After this a statement without an answer is taken to wait for a lock, and another one may go. */
const patience = 3;

/**
 * A socket in front of a server's, through which the statements of several connections go one at a time in an order that
 * the test chooses: transactions then interleave in ways that chance would hardly ever find.
 */
export async function openTurnstile(serverSocket: string) {
  const folder = await mkdtemp(join(tmpdir(), 'shop-turnstile-'));
  const socketPath = join(folder, 'socket');
  const open = new Set<Socket>();
  const waiting: Statement[] = [];
  let order: number[] | null = null;
  let inside: Statement | undefined;

  const leave = (statement: Statement) => {
    if (inside !== statement) return;
    inside = undefined;
    // Whoever got the answer may have a next statement, which then stands in the queue as well.
    setImmediate(enter);
  };
  const enter = () => {
    if (inside || waiting.length === 0) return;
    const [statement] = waiting.splice((order?.shift() ?? 0) % waiting.length, 1);
    if (!statement) return;
    inside = statement;
    statement.server.write(statement.bytes);
    setTimeout(leave, patience, statement);
  };

  const gate = createServer((client) => {
    const server = createConnection(serverSocket);
    for (const [end, other] of [
      [client, server],
      [server, client],
    ] as const) {
      open.add(end);
      end
        .on('error', () => {})
        .on('close', () => {
          open.delete(end);
          other.destroy();
        });
    }
    client.on('data', (bytes) => {
      if (order && isStatement(bytes)) {
        waiting.push({ server, bytes });
        setImmediate(enter);
      } else {
        server.write(bytes);
      }
    });
    server.on('data', (bytes) => {
      client.write(bytes);
      if (inside?.server === server) leave(inside);
    });
  });
  await once(gate.listen(socketPath), 'listening');

  return {
    socketPath,
    /** The next statements go one at a time: of those that wait, the how-manieth (counted round). Null: all at once. */
    choose: (next: number[] | null) => {
      order = next && [...next];
    },
    close: async () => {
      for (const end of open) end.destroy();
      gate.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

// A packet has three bytes of length, then its number: a statement begins a conversation.
const isStatement = (packet: Buffer) => packet[3] === 0;
