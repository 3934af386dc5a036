import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** At which statement the wire breaks: that never reaches the server, or its answer never reaches the client. */
export type Cut = { /** How it begins. */ statement: string; when: 'before' | 'after'; times: number };

/** A socket in front of a server's that breaks the connection at a statement, so many times. */
export async function openCuttingProxy(serverSocket: string, cut: Cut) {
  const folder = await mkdtemp(join(tmpdir(), 'shop-proxy-'));
  const socketPath = join(folder, 'proxy.sock');
  const open = new Set<Socket>();
  let cuts = 0;

  const proxy = createServer((client) => {
    const server = createConnection(serverSocket);
    for (const end of [client, server]) {
      open.add(end);
      // The other side of a broken wire complains; that is what this proxy is for.
      end.on('error', () => {}).on('close', () => open.delete(end));
    }
    const breakWire = () => {
      client.destroy();
      server.destroy();
    };
    client.on('data', (bytes) => {
      const isHit = cuts < cut.times && begins(bytes, cut.statement);
      if (isHit) cuts += 1;
      if (isHit && cut.when === 'before') return breakWire();
      if (isHit) server.removeAllListeners('data').once('data', breakWire);
      server.write(bytes);
    });
    server.on('data', (bytes) => client.write(bytes));
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
  });
  await once(proxy.listen(socketPath), 'listening');

  return {
    socketPath,
    cuts: () => cuts,
    close: async () => {
      for (const end of open) end.destroy();
      proxy.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

// A packet has four bytes of length and number, then the command: 3 is a query. MySQL puts counts before its text.
const begins = (packet: Buffer, statement: string) =>
  packet[4] === 3 &&
  packet
    .toString('latin1', 5)
    .replace(/^[^A-Za-z]+/, '')
    .startsWith(statement);
