import { ShopError } from '#domain/errors.ts';

const gzip = [0x1f, 0x8b];
const zip = [0x50, 0x4b, 0x03, 0x04];

/** The bytes of a file, whose beginning is looked at. @throws ShopError usage for what is often handed over instead of a list of items */
export async function* refusingOtherKinds(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const piece of bytes) {
    if (isFirst) refuseOtherKinds(piece);
    isFirst = false;
    yield piece;
  }
}

function refuseOtherKinds(first: Buffer) {
  if (beginsWith(first, gzip)) {
    throw no('compressed', 'gunzip -c <file> | shop items import -');
  }
  if (beginsWith(first, zip)) {
    throw no('a ZIP archive or a spreadsheet', 'Save the sheet as CSV, or unpack the archive.');
  }
  if (/^\s*<(?:!doctype|html|\?xml|[a-z]+[\s>])/i.test(first.subarray(0, 200).toString('latin1'))) {
    throw no('HTML or XML', 'It may be an error page that was downloaded instead of the file.');
  }
  if (isBinary(first.subarray(0, 1000))) throw no('no text', 'Save it as CSV, JSON or NDJSON.');
}

const beginsWith = (bytes: Buffer, mark: number[]) => mark.every((byte, at) => bytes[at] === byte);

// Text has tabs, line breaks and form feeds of what is below the space; UTF-16 has zeros, which its decoder knows.
function isBinary(sample: Buffer): boolean {
  const strange = sample.filter(
    (byte) => byte < 0x20 && byte !== 0 && ![0x09, 0x0a, 0x0c, 0x0d].includes(byte),
  );
  return strange.length > sample.length / 20;
}

const no = (what: string, next: string) =>
  new ShopError('usage', `This file is ${what}, not CSV, JSON or NDJSON.`, { next });
