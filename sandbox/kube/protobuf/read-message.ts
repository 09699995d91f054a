import type { JsonObject } from "../json-value.ts";
import { readWireFields, unreadable, type WireField } from "./wire-fields.ts";

/** How a field is written, and what becomes of it in JSON. */
type FieldKind =
  /** Go leaves an empty one out of JSON and sends it in protobuf. */
  | "text"
  | "texts"
  | "flag"
  | "number"
  | "time"
  | "textMap"
  /** Values as base64. */
  | "bytesMap"
  | { readonly one: MessageType }
  | { readonly many: MessageType };

/** The fields of a message by their numbers. */
export type MessageType = Readonly<Record<number, readonly [name: string, kind: FieldKind]>>;

/** A message as the JSON object that says the same. A field that is not known is refused: it would be lost. */
export function readMessage(type: MessageType, bytes: Buffer): JsonObject {
  const object: Record<string, unknown> = {};
  for (const field of readWireFields(bytes)) {
    const [name, kind] = type[field.number] ?? [];
    if (name === undefined || kind === undefined) {
      throw unreadable(`field ${field.number} is not known here; send JSON instead`);
    }
    const value = readField(kind, field, object[name]);
    if (value !== undefined) object[name] = value;
  }
  return object;
}

/** `before` is what has been read of it, and grows: lists and maps come one item at a time. */
function readField(kind: FieldKind, field: WireField, before: unknown): unknown {
  switch (kind) {
    case "text":
      return bytesOf(field).length === 0 ? undefined : bytesOf(field).toString();
    case "texts":
      return grow(before, bytesOf(field).toString());
    case "flag":
      return numberOf(field) !== 0;
    case "number":
      return numberOf(field);
    case "time":
      return readTime(bytesOf(field));
    case "textMap":
      return Object.assign(before ?? {}, readEntry(field, "utf8"));
    case "bytesMap":
      return Object.assign(before ?? {}, readEntry(field, "base64"));
    default:
      if ("one" in kind) return readMessage(kind.one, bytesOf(field));
      return grow(before, readMessage(kind.many, bytesOf(field)));
  }
}

function grow(before: unknown, item: unknown): readonly unknown[] {
  const list: unknown[] = Array.isArray(before) ? before : [];
  list.push(item);
  return list;
}

/** An entry of a map is a message of key and value. */
function readEntry(field: WireField, encoding: "utf8" | "base64"): JsonObject {
  let [key, value] = ["", ""];
  for (const part of readWireFields(bytesOf(field))) {
    if (part.number === 1) key = bytesOf(part).toString();
    else value = bytesOf(part).toString(encoding);
  }
  if (key === "__proto__") throw unreadable('a key is "__proto__", which is not supported');
  return { [key]: value };
}

/** Seconds since the epoch, and nanoseconds, which JSON leaves out. The zero time is sent as nothing. */
function readTime(bytes: Buffer): string | undefined {
  const [seconds] = readWireFields(bytes);
  if (seconds === undefined) return undefined;
  return new Date(numberOf(seconds) * 1000).toISOString().replace(".000Z", "Z");
}

function bytesOf({ number, value }: WireField): Buffer {
  if (typeof value === "number") throw unreadable(`field ${number} is a number where none belongs`);
  return value;
}

function numberOf({ number, value }: WireField): number {
  if (typeof value !== "number") throw unreadable(`field ${number} is no number`);
  return value;
}
