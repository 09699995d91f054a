import { applyPatch, type Operation } from "rfc6902";
import { badRequest, unprocessable } from "../api-error.ts";
import { isJsonObject, type JsonObject } from "../json-value.ts";

const MAX_OPERATIONS = 10_000;

/** Applies a JSON patch (RFC 6902). Throws 400 when it is not one, 422 when an operation fails, `test` among them. */
export function jsonPatch(target: JsonObject, patch: unknown): JsonObject {
  if (!Array.isArray(patch)) throw badRequest("a JSON patch must be a list of operations");
  if (patch.length > MAX_OPERATIONS) {
    throw badRequest(
      `a JSON patch may have at most ${MAX_OPERATIONS} operations, this one has ${patch.length}`,
    );
  }
  const copy: unknown = structuredClone(target);
  const hasFailed = applyPatch(copy, patch as Operation[]).some((error) => error !== null);
  if (hasFailed) throw unprocessable("the server rejected our request due to an error in our request");
  if (!isJsonObject(copy)) throw unprocessable("the patched document is not an object");
  return copy;
}
