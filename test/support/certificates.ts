import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A certificate with its key, as PEM. */
export type Certificate = { cert: string; key: string };

type Wish = {
  /** What it is for, as OpenSSL writes it: `DNS:db.example.com`, `IP:10.0.0.7`. */
  names: string;
  /** How long it holds from now on; below 0 it is over. */
  days?: number;
  /** By itself instead of by the authority. */
  selfSigned?: boolean;
};

/** An authority of the test's own: `await using authority = await anAuthority()`. */
export async function anAuthority() {
  const folder = await mkdtemp(join(tmpdir(), 'shop-authority-'));
  const at = (name: string) => join(folder, name);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const root = ['req', '-x509', ...key, '-days', '2', '-subj', '/CN=Authority of a test'];
  await run('openssl', [...root, '-keyout', at('ca.key'), '-out', at('ca.pem')]);

  return {
    /** For NODE_EXTRA_CA_CERTS. */
    file: at('ca.pem'),
    async certify({ names, days = 2, selfSigned = false }: Wish): Promise<Certificate> {
      const request = ['req', ...key, '-subj', '/CN=A database', '-keyout', at('key'), '-out', at('csr')];
      await run('openssl', request);
      await writeFile(at('names'), `subjectAltName=${names}`);
      const signer = selfSigned
        ? ['-signkey', at('key')]
        : ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial'];
      const sign = ['x509', '-req', '-in', at('csr'), '-extfile', at('names'), '-days', String(days)];
      await run('openssl', [...sign, ...signer, '-out', at('cert')]);
      return { cert: await readFile(at('cert'), 'utf8'), key: await readFile(at('key'), 'utf8') };
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
