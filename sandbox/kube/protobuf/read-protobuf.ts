// Reads what kubectl sends in protobuf. Answers are JSON, which it takes as well.
import { unsupportedMediaType } from "../api-error.ts";
import type { JsonObject } from "../json-value.ts";
import { MESSAGE_TYPES } from "./message-types.ts";
import { type MessageType, readMessage } from "./read-message.ts";
import { readWireFields, unreadable } from "./wire-fields.ts";

/** What every body begins with (Kubernetes documentation, "Kubernetes Protobuf encoding"). */
const MAGIC = Buffer.from("k8s\0");

const TYPE_META: MessageType = { 1: ["apiVersion", "text"], 2: ["kind", "text"] };
const TYPE_META_FIELD = 1;
const RAW_FIELD = 2;

/** An object from its envelope, a `runtime.Unknown`; throws 400 where it cannot be read, 415 for a kind that is not known. */
export function readProtobuf(body: Buffer): JsonObject {
  if (!body.subarray(0, MAGIC.length).equals(MAGIC)) throw unreadable("it does not begin as it should");
  let [meta, raw] = [Buffer.alloc(0), Buffer.alloc(0)];
  for (const { number, value } of readWireFields(body.subarray(MAGIC.length))) {
    if (typeof value === "number") continue;
    if (number === TYPE_META_FIELD) meta = Buffer.from(value);
    if (number === RAW_FIELD) raw = Buffer.from(value);
  }
  const { apiVersion = "", kind = "" } = readMessage(TYPE_META, meta);
  const type = MESSAGE_TYPES.get(`${String(apiVersion)} ${String(kind)}`);
  if (type === undefined) {
    throw unsupportedMediaType(
      `a ${String(kind)} of ${String(apiVersion)} cannot be sent in protobuf here; send JSON`,
    );
  }
  return { apiVersion, kind, ...readMessage(type, raw) };
}
