import { createConnection, isIP, type Socket } from 'node:net';
import { createPool, type Pool, type PoolConnection } from 'mysql2';
import type { Target, Tls } from './database-url.ts';
import { errnoOf } from './errors.ts';
import { refused } from './refused.ts';
import { type Db, databaseOn, patiently, streamOf } from './session.ts';

export type { Db };

export type Connection = { db: Db; close(): Promise<void> };

// Text is put into statements on this side, so a server or user whose sql_mode has NO_BACKSLASH_ESCAPES would turn a
// quoted backslash into an injection; and a DATETIME must mean the same instant wherever it is read. An administrator may
// also have told everybody's sessions to commit nothing by themselves, to change no row without its key, to read so many
// rows at most, or to begin a transaction after each. MariaDB and MySQL have different names for the isolation level, and
// each skips the other's kind of comment.
const sessionSettings = [
  "SET sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
  "time_zone = '+00:00'",
  'innodb_lock_wait_timeout = 5',
  'autocommit = 1',
  'sql_safe_updates = 0',
  'sql_select_limit = 18446744073709551615',
  "completion_type = 'NO_CHAIN'",
  "/*!80000 transaction_isolation *//*M! tx_isolation */ = 'READ-COMMITTED'",
].join(', ');

// A node of a Galera cluster may not have applied yet what this person wrote on another one a moment ago. It waits until
// it has, before BEGIN and before a read (1), UPDATE or DELETE (2) and INSERT (4) outside a transaction. On a MariaDB of
// its own this says nothing.
const clusterSettings = '/*M!100100 , wsrep_sync_wait = 7 */';

/**
 * A pool that opens its first connection with the first query. `close` always comes back, whatever the server does.
 * `patience`: how many milliseconds a transaction waits for a silent server; a minute, if it is left out.
 */
export function connect(
  target: Target,
  { poolSize, patience }: { poolSize: number; patience?: number },
): Connection {
  const sockets = new Set<Socket>();
  const pool = createPool({
    user: target.user,
    password: target.password,
    database: target.database,
    connectionLimit: poolSize,
    charset: 'UTF8MB4_UNICODE_520_CI',
    supportBigNumbers: true,
    dateStrings: true,
    // It would note where each statement comes from, in case that it fails: `renamed` finds that out when it does.
    trace: false,
    // A server must not be able to ask for this machine's files.
    flags: ['-LOCAL_FILES'],
    ssl: tlsOptions(target.ssl ?? 'off'),
    host: checkedHost(target),
    // `stream` connects; from this the driver knows that MySQL wants the password as it is there, not encrypted.
    socketPath: target.socketPath,
    stream: () => openSocket(target, sockets),
  });
  settleEach(pool, target, patience);
  return { db: databaseOn(pool.promise(), patience), close: async () => closeAll(pool, sockets) };
}

function openSocket(target: Target, sockets: Set<Socket>): Socket {
  const socket = target.socketPath
    ? createConnection(target.socketPath)
    : createConnection(target.port ?? 3306, target.host ?? 'localhost')
        .setNoDelay(true)
        .setKeepAlive(true, 60_000);
  sockets.add(socket);
  return socket.once('close', () => sockets.delete(socket));
}

/**
 * Sees to it that nothing runs on a connection without its settings. Waiting for their answer costs nothing: the driver
 * would wait for it before it sends the next statement.
 */
function settleEach(pool: Pool, target: Target, patience: number | undefined) {
  const settling = new WeakMap<object, Promise<void>>();
  let knowsClusters = true;

  pool.on('connection', (connection) => {
    // One that dies while nobody uses it leaves the pool by itself; without a listener it would end the process.
    connection.on('error', () => {});
    settling.set(connection, settle(connection));
  });
  async function settle(connection: PoolConnection): Promise<void> {
    const own = connection.promise();
    const settings = knowsClusters ? [sessionSettings, clusterSettings] : [sessionSettings];
    try {
      await patiently(own, patience)(() => own.query(settings.join(' ')));
    } catch (error) {
      // A MariaDB can be built without a word of clusters.
      if (settings.length === 1 || errnoOf(error) !== unknownVariable) return void streamOf(own).destroy();
      knowsClusters = false;
      await settle(connection);
    }
  }

  const give = pool.getConnection.bind(pool);
  pool.getConnection = (take) =>
    give((error, connection) => {
      if (error) return take(refused(error, target), connection);
      void settling.get(connection)?.then(() => take(null, connection));
    });
}

const unknownVariable = 1193;

function closeAll(pool: { end(done: () => void): void }, sockets: Set<Socket>) {
  pool.end(() => {});
  // The farewell is written; a server that does not answer it must not keep the process alive.
  for (const socket of sockets) socket.unref();
}

function tlsOptions(ssl: Tls) {
  if (ssl === 'off') return undefined;
  const verify = ssl === 'verify';
  return { rejectUnauthorized: verify, verifyIdentity: verify, minVersion: 'TLSv1.2' };
}

// The driver keeps an IP address away from the check, so that Node compares the certificate with `localhost`. With the
// dot at the end, which the check takes off, the address counts as a name; were it not taken off, nothing would match.
const checkedHost = ({ host, ssl }: Target) =>
  ssl === 'verify' && host !== undefined && isIP(host) !== 0 ? `${host}.` : host;
