import type { DriverError } from './errors.ts';

/** What Node adds to its error about a certificate that is for another host. */
type WrongHost = { host: string; cert: { subjectaltname?: string; subject?: { CN?: string } } };

/**
 * Why there is no encrypted connection to `place`, and what to do. The driver puts a code of its own over the reason's,
 * whose text remains: https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/
 */
export function untrusted(error: DriverError, place: string): { message: string; next: string } {
  if (isWrongHost(error)) {
    return {
      message: `${place} shows a certificate that is for another host (${namesIn(error.cert)}).`,
      next: `Write the host as the certificate names it, or give the server one for ${place}.`,
    };
  }
  if (/has expired/.test(error.message)) {
    return {
      message: `The certificate of ${place} has expired.`,
      next: 'Whoever runs the server renews it.',
    };
  }
  if (/not yet valid/.test(error.message)) {
    return {
      message: `The certificate of ${place} is not valid yet.`,
      next: "Look at this machine's clock; if it is right, the certificate is wrong.",
    };
  }
  if (/self[- ]signed|issuer|verify the first certificate/.test(error.message)) {
    return {
      message: `Nobody whom this machine trusts vouches for the certificate of ${place}.`,
      next: 'If it is the right server, name the file of its authority: NODE_EXTRA_CA_CERTS=/path/to/ca.pem',
    };
  }
  return {
    message: `No encrypted connection to ${place} comes to stand (${brief(reasonOf(error))}).`,
    next: 'The server has to speak TLS 1.2 or newer, with a certificate for its host.',
  };
}

const isWrongHost = (error: DriverError): error is DriverError & WrongHost =>
  'host' in error && 'cert' in error;

function namesIn({ subjectaltname, subject }: WrongHost['cert']): string {
  const names = subjectaltname?.replace(/(?:DNS|IP Address):/g, '') ?? subject?.CN;
  return names ? brief(names) : 'it names none';
}

// OpenSSL's errors tell their reason apart from the line of its source in which they were made.
const reasonOf = (error: DriverError) =>
  'reason' in error && typeof error.reason === 'string' ? error.reason : error.message;

const brief = (text: string) => (text.length > 100 ? `${text.slice(0, 99)}…` : text);
