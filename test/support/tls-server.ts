import { lookup } from 'node:dns/promises';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { connect } from '#db/connect.ts';
import { migrate } from '#db/migrate.ts';
import type { Certificate } from './certificates.ts';
import { aDoorTo } from './listening-server.ts';
import { startTestServer } from './server.ts';

/**
 * A real server with TLS, reached from the network, whose certificate can be changed while it runs. `authority`: the file of
 * the one that vouches for it; MySQL shows no certificate whose authority it does not know.
 */
export async function aTlsServer(first: Certificate, { authority }: { authority: string }) {
  const folder = await mkdtemp(join(tmpdir(), 'shop-tls-'));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const write = async (certificate: Certificate) => {
    await writeFile(cert, certificate.cert);
    await writeFile(key, certificate.key);
  };
  await write(first);
  const server = await startTestServer([`--ssl-ca=${authority}`, `--ssl-cert=${cert}`, `--ssl-key=${key}`]);
  const root = connect({ socketPath: server.socketPath, user: 'root' }, { poolSize: 1 });
  const door = await aDoorTo(server.socketPath);
  return {
    port: door.port,
    async show(certificate: Certificate) {
      await write(certificate);
      await root.db.execute(sql.raw(server.flavor === 'mysql' ? 'ALTER INSTANCE RELOAD TLS' : 'FLUSH SSL'));
    },
    /** Makes the tables, so that there is a shop. */
    async migrate() {
      const owner = connect(
        { socketPath: server.socketPath, user: 'root', database: 'shop' },
        { poolSize: 1 },
      );
      await migrate(owner.db).finally(owner.close);
    },
    async addUser(user: string, password: string) {
      await root.db.execute(sql.raw(`CREATE USER ${user}@localhost IDENTIFIED BY '${password}'`));
      await root.db.execute(sql.raw(`GRANT ALL PRIVILEGES ON shop.* TO ${user}@localhost`));
    },
    async [Symbol.asyncDispose]() {
      await root.close();
      await door[Symbol.asyncDispose]();
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/**
 * A name and an address under which this machine is reached, and by which `shop` does not take it for this machine. Not
 * every machine has the name; `0.0.0.0` leads to it on all that have nothing else.
 */
export async function namesFromOutside(): Promise<{ name: string | undefined; address: string }> {
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const outer = own.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
  const found = await lookup(hostname()).catch(() => undefined);
  const isOwn =
    found && (found.address.startsWith('127.') || own.some(({ address }) => address === found.address));
  const name = isOwn && hostname().toLowerCase() !== 'localhost' ? hostname() : undefined;
  return { name, address: outer ?? '0.0.0.0' };
}
