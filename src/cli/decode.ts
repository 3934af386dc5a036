import { isAscii } from 'node:buffer';
import { ShopError } from '#domain/errors.ts';

type Decoder = InstanceType<typeof TextDecoder>;

/**
 * Bytes as text, piece by piece. A byte order mark decides, then zero bytes, which UTF-16 has at every second place. The
 * rest is UTF-8, or Windows-1252 (which Latin-1 is a part of) when the first piece with more than ASCII is no UTF-8.
 * @throws ShopError usage when the file is no text, or not of one encoding
 */
export async function* decoded(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let decoder: Decoder | undefined;
  let isFirst = true;
  for await (const piece of bytes) {
    decoder ??= isFirst ? byMark(piece) : undefined;
    isFirst = false;
    decoder ??= isAscii(piece) ? undefined : byContent(piece);
    yield decoder ? read(() => decoder?.decode(piece, { stream: true })) : piece.toString('latin1');
  }
  if (decoder) yield read(() => decoder?.decode());
}

function byMark(piece: Buffer): Decoder | undefined {
  const [first, second, third] = piece;
  if (first === 0xef && second === 0xbb && third === 0xbf) return fatal('utf-8');
  if (first === 0xff && second === 0xfe) return fatal('utf-16le');
  if (first === 0xfe && second === 0xff) return fatal('utf-16be');
  return byZeros(piece.subarray(0, 1000));
}

function byZeros(sample: Buffer): Decoder | undefined {
  // Of a few bytes nobody could tell it.
  if (sample.length < 6) return undefined;
  const zeros = [0, 1].map((odd) => sample.filter((byte, at) => byte === 0 && at % 2 === odd).length);
  const enough = sample.length / 4;
  const [even = 0, odd = 0] = zeros;
  if (odd > enough && even === 0) return fatal('utf-16le');
  return even > enough && odd === 0 ? fatal('utf-16be') : undefined;
}

function byContent(piece: Buffer): Decoder {
  try {
    fatal('utf-8').decode(piece, { stream: true });
    return fatal('utf-8');
  } catch {
    return new TextDecoder('windows-1252');
  }
}

const fatal = (encoding: string) => new TextDecoder(encoding, { fatal: true });

function read(decode: () => string | undefined): string {
  try {
    return decode() ?? '';
  } catch (cause) {
    throw new ShopError(
      'usage',
      'The file is not of one encoding: it holds bytes that its beginning does not allow.',
      {
        next: 'Save it as UTF-8.',
        cause,
      },
    );
  }
}
