import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Certificate } from './certificates.ts';
import { packetsOf } from './packets.ts';

/** What a client has said, before and after the encryption began. */
type Heard = { plain: Buffer; secret: Buffer };

export type ListeningServer = AsyncDisposable & { port: number; heard: Heard };

/**
 * Greets like a MySQL, upgrades to TLS when it is asked to and has a certificate, writes down every byte that comes, and
 * refuses whoever logs in.
 */
export function aListeningServer(certificate?: Certificate): Promise<ListeningServer> {
  const heard: Heard = { plain: Buffer.alloc(0), secret: Buffer.alloc(0) };
  return listen(heard, (client) => {
    client.write(greeting(certificate !== undefined));
    const hear = (bytes: Buffer) => {
      heard.plain = Buffer.concat([heard.plain, bytes]);
      if (certificate && heard.plain.length >= SSL_REQUEST) {
        client.off('data', hear);
        overTls(client, certificate, heard);
      } else if (heard.plain.length > SSL_REQUEST) client.end(refusal(2));
    };
    client.on('data', hear);
  });
}

/** A way in from the network to a server that has a socket alone. */
export const aDoorTo = (socketPath: string): Promise<ListeningServer> =>
  listen({ plain: Buffer.alloc(0), secret: Buffer.alloc(0) }, (client) => {
    const server = createConnection(socketPath);
    server.on('error', () => client.destroy()).on('close', () => client.destroy());
    client.on('close', () => server.destroy());
    client.pipe(server).pipe(client);
  });

async function listen(heard: Heard, serve: (client: Socket) => void): Promise<ListeningServer> {
  const open = new Set<Socket>();
  const listener = createServer((client) => {
    open.add(client);
    // A client that does not like the certificate goes.
    client.on('error', () => {}).on('close', () => open.delete(client));
    serve(client);
  });
  await once(listener.listen(0), 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    heard,
    [Symbol.asyncDispose]: async () => {
      for (const client of open) client.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
}

function overTls(client: Socket, certificate: Certificate, heard: Heard) {
  const secure = new TLSSocket(client, { isServer: true, ...certificate });
  const take = packetsOf((packet) => secure.end(refusal((packet[3] ?? 0) + 1)));
  secure.on('error', () => {});
  secure.on('data', (bytes) => {
    heard.secret = Buffer.concat([heard.secret, bytes]);
    take(bytes);
  });
}

/** How long the packet is with which a client asks for TLS: nothing of who asks is in it. */
export const SSL_REQUEST = 36;

// https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_handshake_v10.html
function greeting(offersTls: boolean): Buffer {
  // LONG_PASSWORD, CONNECT_WITH_DB, PROTOCOL_41, SECURE_CONNECTION, PLUGIN_AUTH; SSL.
  const capabilities = 0x0001 | 0x0008 | 0x0200 | 0x8000 | 0x80000 | (offersTls ? 0x0800 : 0);
  const flags = Buffer.alloc(4);
  flags.writeUInt32LE(capabilities);
  return packet(0, [
    Buffer.from('\x0a8.0.99-test\0'),
    Buffer.from([1, 0, 0, 0]),
    Buffer.from('scramble\0'),
    flags.subarray(0, 2),
    Buffer.from([45, 2, 0]),
    flags.subarray(2),
    Buffer.from([21]),
    Buffer.alloc(10),
    Buffer.from('and twelve..\0'),
    Buffer.from('mysql_native_password\0'),
  ]);
}

const refusal = (count: number) =>
  packet(count, [Buffer.from([0xff, 0x15, 0x04]), Buffer.from("#28000Access denied for user 'joe'@'here'")]);

function packet(count: number, parts: Buffer[]): Buffer {
  const payload = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([payload.length, 0, 0, count]), payload]);
}
