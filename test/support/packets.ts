// The framing of the protocol of MySQL: https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_packets.html
// Three bytes of length, lowest first, one byte that counts the packets of an exchange, then the payload.
const head = 4;
const COM_QUERY = 3;

/** Cuts a stream into packets, however it comes in pieces. Each goes to `take`, with its head. */
export function packetsOf(take: (packet: Buffer) => void) {
  let rest: Buffer = Buffer.alloc(0);
  return (piece: Buffer) => {
    rest = Buffer.concat([rest, piece]);
    while (rest.length >= head && rest.length >= head + rest.readUIntLE(0, 3)) {
      const length = head + rest.readUIntLE(0, 3);
      take(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  };
}

/** The text of the statement in a client's packet; undefined for whatever else a client says. */
export function statementIn(packet: Buffer): string | undefined {
  // A command begins an exchange: its count is 0. What belongs to the login has a higher one.
  if (packet[3] !== 0 || packet[4] !== COM_QUERY) return undefined;
  // A client that knows query attributes tells MySQL how many there are, two bytes, before the text.
  const text = packet.toString('utf8', head + 1).replace(/^\0./, '');
  return text.replace(/\s+/g, ' ').trim();
}

/** A server's answer to a statement: an error with that number. */
export function errorPacket(errno: number): Buffer {
  const payload = Buffer.concat([
    Buffer.from([0xff, errno & 0xff, errno >> 8]),
    Buffer.from('#HY000made up'),
  ]);
  return Buffer.concat([Buffer.from([payload.length, 0, 0, 1]), payload]);
}
