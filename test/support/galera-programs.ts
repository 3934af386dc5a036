import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { commonOptions } from '#db/server/options.ts';

/** The unpacked programs of a cluster: `scripts/cluster.js` says where they are. */
const root = process.env.SHOP_TEST_GALERA ?? '';
export const usr = join(root, 'usr');

export const environment = {
  PATH: [join(usr, 'sbin'), join(usr, 'bin'), process.env.PATH, '/usr/sbin', '/sbin'].join(delimiter),
  LD_LIBRARY_PATH: process.env.SHOP_TEST_GALERA_LIBRARIES,
  LC_ALL: 'C',
};

/** Where a program that is not where its package puts it finds its own files. */
export const places = [
  `--basedir=${usr}`,
  `--lc-messages-dir=${usr}/share/mysql`,
  `--plugin-dir=${usr}/lib/mysql/plugin`,
];

/** Makes a data folder that is worth copying to the others. */
export async function createState(folder: string) {
  const data = join(folder, 'data');
  await mkdir(data, { recursive: true });
  const [noDefaults = '', ...options] = commonOptions('mariadb', data);
  const own = ['--auth-root-authentication-method=normal', '--skip-test-db', '--skip-name-resolve'];
  const child = spawn(join(usr, 'bin/mariadb-install-db'), [noDefaults, ...own, ...places, ...options], {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`mariadb-install-db failed (${code}).`);
}
