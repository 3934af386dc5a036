import type { Places } from './places.ts';
import { userId } from './places.ts';
import type { Flavor } from './state.ts';

const collation = 'utf8mb4_unicode_520_ci';

/** The database inside. The server makes it before it takes its first connection, if it is not there. */
export const createDatabase = `CREATE DATABASE IF NOT EXISTS shop CHARACTER SET utf8mb4 COLLATE ${collation};\n`;

/**
 * The server's folder for temporary files, seen from its data folder, in which it works: the whole path could hold a
 * colon, which parts folders here. Never /tmp: a MariaDB that starts removes the temporary tables of all others from
 * there, and the TMPDIR of the terminal that happened to start the server may be gone tomorrow.
 */
export const temporary = '../tmp';

/** What creating and running have in common: no foreign settings, a small footprint, one character set. */
export function commonOptions(flavor: Flavor, data: string): string[] {
  return [
    '--no-defaults',
    `--datadir=${data}`,
    // As root a server refuses to run unless it is told to.
    ...(userId() === 0 ? ['--user=root'] : []),
    '--character-set-server=utf8mb4',
    `--collation-server=${collation}`,
    '--performance-schema=OFF',
    ...(flavor === 'mariadb' ? mariadb : mysql),
  ];
}

// One person's shop needs a fraction of what a server takes by default; the log's size keeps a new data folder at 35 MB.
const mariadb = ['--innodb-log-file-size=16M', '--aria-pagecache-buffer-size=8M'];

// MySQL stops when the folder of secure-file-priv, which only its package makes, is missing; NULL switches the function off.
const mysql = ['--secure-file-priv=NULL', '--mysqlx=OFF', '--skip-log-bin', '--innodb-redo-log-capacity=32M'];

/** The whole command line of a private server: reached by its socket alone, by whoever may enter the folder. */
export function serverOptions(flavor: Flavor, places: Places): string[] {
  return [
    ...commonOptions(flavor, places.data),
    '--skip-networking',
    `--socket=${places.socket}`,
    `--pid-file=${places.pid}.own`,
    `--init-file=${places.initial}`,
    '--innodb-buffer-pool-size=128M',
    '--max-allowed-packet=64M',
    '--local-infile=OFF',
  ];
}
