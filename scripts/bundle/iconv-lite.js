// Stands in for iconv-lite, which mysql2 asks for character sets that Buffer does not know. All our connections speak
// utf8mb4, so that only the "cesu8" of the greeting is left: utf8 of at most three bytes.
import { StringDecoder } from 'node:string_decoder';

/** @throws {RangeError} for a character set that neither Buffer nor TextDecoder knows */
export function getDecoder(encoding) {
  if (encoding === 'cesu8') return new StringDecoder('utf8');
  const decoder = new TextDecoder(encoding);
  return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
}

/** @throws {RangeError} always */
export function getEncoder(encoding) {
  throw new RangeError(`Nothing is sent to a database as ${encoding}.`);
}
