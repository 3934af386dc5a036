import { escapeJson } from '#domain/foreign.ts';
import type { Json, Shape } from './shape.ts';

/**
 * One JSON object a line, as UTF-8. A million of them go byte by byte in half the time that texts take to be put together
 * first, and leave nothing behind to be cleared away.
 */
export function jsonLines<Value>(
  { fields }: Shape<Value>,
  names: readonly string[] = Object.keys(fields),
): (values: readonly Value[]) => Buffer {
  const cells = names.map((name, at) => ({
    before: Buffer.from(`${at === 0 ? '{' : ','}${escapeJson(JSON.stringify(name))}:`),
    of: fields[name] ?? (() => null),
  }));
  const end = Buffer.from('}\n');
  return (values) => {
    const line = { bytes: Buffer.allocUnsafe(usual), length: 0 };
    for (const value of values) {
      for (const { before, of } of cells) {
        put(line, before);
        putJson(line, of(value));
      }
      put(line, end);
    }
    return line.bytes.subarray(0, line.length);
  };
}

/** What is written so far: the first `length` of the bytes. */
type Written = { bytes: Buffer; length: number };

// A thousand items.
const usual = 256 * 1024;

const nothing = Buffer.from('null');
const no = Buffer.from('false');

function putJson(to: Written, value: Json) {
  if (typeof value === 'string') putPlain(to, value);
  else if (typeof value === 'number' && value >= 0 && (value | 0) === value) putWhole(to, value);
  else if (value === null) put(to, nothing);
  else if (value === false) put(to, no);
  else putText(to, JSON.stringify(value));
}

/** A text in which nothing is escaped in JSON, or obeyed by a terminal; any other one is written by `putText`. */
function putPlain(to: Written, text: string) {
  makeRoom(to, text.length + 2);
  const { bytes, length } = to;
  let at = length;
  bytes[at++] = quote;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < space || unit > tilde || unit === quote || unit === backslash) {
      return putText(to, JSON.stringify(text));
    }
    bytes[at++] = unit;
  }
  bytes[at++] = quote;
  to.length = at;
}

const [space, quote, zero, backslash, tilde] = [0x20, 0x22, 0x30, 0x5c, 0x7e];

/** The digits of a whole number of up to 31 bits. */
function putWhole(to: Written, value: number) {
  makeRoom(to, 10);
  const { bytes, length } = to;
  let digits = 1;
  for (let power = 10; power <= value; power *= 10) digits += 1;
  to.length = length + digits;
  let rest = value;
  for (let at = to.length - 1; at >= length; at -= 1) {
    const tens = (rest / 10) | 0;
    bytes[at] = zero + rest - 10 * tens;
    rest = tens;
  }
}

function putText(to: Written, json: string) {
  const text = escapeJson(json);
  makeRoom(to, 3 * text.length);
  to.length += to.bytes.write(text, to.length);
}

function put(to: Written, some: Buffer) {
  makeRoom(to, some.length);
  const { bytes, length } = to;
  // For so few bytes the buffer's own copy takes longer.
  for (let at = 0; at < some.length; at += 1) bytes[length + at] = some[at] ?? 0;
  to.length += some.length;
}

function makeRoom(to: Written, more: number) {
  if (to.length + more > to.bytes.length) {
    to.bytes = Buffer.concat([to.bytes.subarray(0, to.length)], 2 * (to.length + more));
  }
}
