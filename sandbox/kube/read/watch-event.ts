import type { Change } from "../storage/change.ts";
import type { StoredObject } from "../storage/stored-object.ts";
import type { ObjectSelection } from "./object-selection.ts";
import type { Representation } from "./representation.ts";

export interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: StoredObject;
}

/**
 * What a watcher sees of a change: an object that comes into its selection is ADDED, one that leaves it is DELETED in
 * the state it had before, under the change's revision.
 */
export function eventFor(change: Change, selection: ObjectSelection): WatchEvent | undefined {
  const { type, object, previous, revision } = change;
  const matched = previous !== undefined && selection.matches(previous);
  if (type === "DELETED") return matched ? { type, object } : undefined;
  const matches = selection.matches(object);
  if (matches) return { type: matched ? "MODIFIED" : "ADDED", object };
  return matched ? { type: "DELETED", object: previous.atRevision(revision) } : undefined;
}

const linesByObject = new WeakMap<StoredObject, Map<string, Buffer>>();

/** One line of a watch. Its bytes are made once for all watchers that see it in the same representation. */
export function encodeEvent(event: WatchEvent, representation: Representation): Buffer {
  if (representation.key === undefined) return encodeLine(event, representation);
  const { type, object } = event;
  const key = `${type} ${representation.key}`;
  let lines = linesByObject.get(object);
  if (lines === undefined) {
    lines = new Map();
    linesByObject.set(object, lines);
  }
  let line = lines.get(key);
  if (line === undefined) {
    line = encodeLine(event, representation);
    lines.set(key, line);
  }
  return line;
}

function encodeLine({ type, object }: WatchEvent, representation: Representation): Buffer {
  return Buffer.from(`{"type":"${type}","object":${representation.encodeObject(object)}}\n`);
}
