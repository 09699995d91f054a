import { countStoredJson } from "../../../src/std/stored-bytes.ts";
import { internalError } from "../api-error.ts";
import type { JsonObject } from "../json-value.ts";

/** etcd documentation, "System limits": a request of at most 1.5 MiB. */
const MOST_BYTES = 1_572_864;
/** What a request takes around the object. */
const ENVELOPE_BYTES = 200;

/** Throws what a real API server says when etcd refuses an object: 500. All are counted as the JSON that custom resources are. */
export function checkSize(object: JsonObject): void {
  if (countStoredJson(object) + ENVELOPE_BYTES > MOST_BYTES) {
    throw internalError("etcdserver: request is too large");
  }
}
