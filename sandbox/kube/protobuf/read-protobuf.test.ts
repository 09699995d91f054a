import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../api-error.ts";
import { readProtobuf } from "./read-protobuf.ts";

/** A field with a length before it. */
function field(number: number, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content as string);
  return Buffer.concat([Buffer.from([number * 8 + 2, bytes.length]), bytes]);
}

function envelope(kind: string, raw: Buffer): Buffer {
  const meta = Buffer.concat([field(1, "v1"), field(2, kind)]);
  return Buffer.concat([Buffer.from("k8s\0"), field(1, meta), field(2, raw), field(3, ""), field(4, "")]);
}

function refused(body: Buffer): string {
  try {
    readProtobuf(body);
  } catch (error) {
    assert.ok(error instanceof ApiError);
    return `${error.code} ${error.message}`;
  }
  throw new Error("it was read");
}

test("what Go sends although it is empty is left out, and what a pointer says is kept", () => {
  const meta = Buffer.concat([field(1, "team"), field(2, ""), Buffer.from([7 * 8, 0]), field(8, "")]);
  const data = field(2, Buffer.concat([field(1, "key"), field(2, "ü")]));
  const raw = Buffer.concat([field(1, meta), data, Buffer.from([4 * 8, 0])]);
  assert.deepEqual(readProtobuf(envelope("ConfigMap", raw)), {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "team", generation: 0 },
    data: { key: "ü" },
    immutable: false,
  });
});

test("what cannot be read, or would be lost, is refused", () => {
  for (const [body, wanted] of [
    [Buffer.from("{}"), /^400 .*does not begin as it should/u],
    [envelope("Pod", Buffer.alloc(0)), /^415 a Pod of v1 cannot be sent in protobuf here; send JSON/u],
    [envelope("Namespace", field(9, "x")), /^400 .*field 9 is not known here; send JSON instead/u],
    [envelope("Namespace", Buffer.from([1 * 8 + 2, 200])), /^400 .*it ends in the middle of a number/u],
    [envelope("Namespace", Buffer.from([1 * 8 + 2, 100])), /^400 .*field 1 is longer than what was sent/u],
    [envelope("Namespace", Buffer.from([1 * 8, 1])), /^400 .*field 1 is a number where none belongs/u],
    [envelope("Namespace", Buffer.from([1 * 8 + 5, 0])), /^400 .*field 1 has the wire type 5/u],
    [envelope("Namespace", Buffer.alloc(20, 0xff)), /^400 .*a number is too large/u],
    [envelope("ConfigMap", field(2, field(1, "__proto__"))), /^400 .*a key is "__proto__"/u],
  ] as const) {
    assert.match(refused(body), wanted);
  }
});
