import type { KubeObject, WatchEvent } from "./kube-api.ts";
import { statusErrorOfEvent } from "./status-error.ts";

/**
 * One line of a watch (Kubernetes API concepts, "Efficient detection of changes"). Throws `KubeError` for an `ERROR`
 * line, and a plain error for a line that is not of a watch.
 */
export function parseWatchLine<T extends KubeObject>(line: string): WatchEvent<T> {
  const event = parseEvent(line);
  switch (event.type) {
    case "ADDED":
    case "MODIFIED":
    case "DELETED":
      return { type: event.type, object: event.object as T };
    case "BOOKMARK":
      return { type: "BOOKMARK", resourceVersion: event.object.metadata.resourceVersion ?? "" };
    case "ERROR":
      throw statusErrorOfEvent(event.object);
    default:
      throw new Error(`a line of the watch has the unknown type ${JSON.stringify(event.type)}`);
  }
}

function parseEvent(line: string): { readonly type: string; readonly object: KubeObject } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    // Without the parser's own message: it quotes the line, which may hold a secret.
    throw new Error(`a line of the watch is not JSON (${line.length} characters)`);
  }
  if (!isEvent(parsed)) throw new Error("a line of the watch is not an event");
  return parsed;
}

function isEvent(value: unknown): value is { readonly type: string; readonly object: KubeObject } {
  if (typeof value !== "object" || value === null) return false;
  const { type, object } = value as { readonly type?: unknown; readonly object?: unknown };
  if (typeof type !== "string" || typeof object !== "object" || object === null) return false;
  const { metadata } = object as { readonly metadata?: unknown };
  return type === "ERROR" || (typeof metadata === "object" && metadata !== null);
}
