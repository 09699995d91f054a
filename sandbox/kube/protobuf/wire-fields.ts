import { badRequest } from "../api-error.ts";

/** One field as it stands on the wire (Protocol Buffers documentation, "Encoding"): a number, or the bytes of anything else. */
export interface WireField {
  readonly number: number;
  readonly value: number | Buffer;
}

/** What the lowest three bits of a tag say. No type that is read here has fixed-size numbers. */
const VARINT = 0;
const LENGTH_DELIMITED = 2;

/** Beyond this a number is not exact any more. */
const MOST_BITS = 53;

/** The fields of a message, in order; throws 400 where it cannot be read. */
export function* readWireFields(bytes: Buffer): Generator<WireField> {
  let at = 0;
  const readVarint = (): number => {
    let value = 0;
    for (let bits = 0; bits < MOST_BITS; bits += 7) {
      const byte = bytes[at];
      if (byte === undefined) throw unreadable("it ends in the middle of a number");
      at += 1;
      value += (byte & 0x7f) * 2 ** bits;
      if (byte < 0x80) return value;
    }
    throw unreadable("a number is too large");
  };
  while (at < bytes.length) {
    const tag = readVarint();
    const number = Math.floor(tag / 8);
    const wireType = tag % 8;
    const value = readVarint();
    if (wireType === VARINT) {
      yield { number, value };
      continue;
    }
    if (wireType !== LENGTH_DELIMITED) throw unreadable(`field ${number} has the wire type ${wireType}`);
    if (at + value > bytes.length) throw unreadable(`field ${number} is longer than what was sent`);
    yield { number, value: bytes.subarray(at, at + value) };
    at += value;
  }
}

export function unreadable(why: string): ReturnType<typeof badRequest> {
  return badRequest(`the body of the request cannot be read as protobuf: ${why}`);
}
