import { once } from 'node:events';
import { createConnection, createServer, type Socket } from 'node:net';

/** Connections to this socket go to the servers in turn, as behind a load balancer that knows nothing of sessions. */
export async function openBalancer(socketPath: string, serverSockets: string[]): Promise<() => void> {
  const open = new Set<Socket>();
  let turn = 0;

  const listener = createServer((client) => {
    const server = createConnection(serverSockets[turn++ % serverSockets.length] ?? '');
    for (const [end, other] of [
      [client, server],
      [server, client],
    ] as const) {
      open.add(end);
      end.on('error', () => {});
      end.once('close', () => {
        open.delete(end);
        other.destroy();
      });
      end.pipe(other);
    }
  });
  await once(listener.listen(socketPath), 'listening');

  return () => {
    listener.close();
    for (const end of open) end.destroy();
  };
}
