import { equalsJson, type JsonObject, objectAt, stringAt, without } from "../json-value.ts";
import type { WriteRequest } from "./write-request.ts";

/** The metadata that only the server sets. */
const SYSTEM_METADATA = [
  "name",
  "namespace",
  "resourceVersion",
  "creationTimestamp",
  "generation",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
];

/**
 * Takes from a proposal what the endpoint may change, and the rest from the present object: of a status the status
 * alone, else everything but a status that is a subresource.
 */
export function mergeProposal(old: JsonObject, proposed: JsonObject, request: WriteRequest): JsonObject {
  if (request.subresource === "status") {
    const { status } = proposed;
    const merged = status === undefined ? without(old, "status") : { ...old, status };
    return withManagersOf(proposed, merged);
  }
  const oldMetadata = objectAt(old, "metadata");
  const proposedMetadata = objectAt(proposed, "metadata");
  const uid = stringAt(proposedMetadata, "uid") ?? oldMetadata["uid"];
  const metadata = { ...proposedMetadata, ...systemMetadata(oldMetadata), uid };
  if (!request.version.statusSubresource) return { ...proposed, metadata };
  const kept = "status" in old ? { status: old["status"] } : {};
  return { ...without(proposed, "status"), metadata, ...kept };
}

function withManagersOf(proposed: JsonObject, merged: JsonObject): JsonObject {
  const { managedFields } = objectAt(proposed, "metadata");
  if (managedFields === undefined) return merged;
  return { ...merged, metadata: { ...objectAt(merged, "metadata"), managedFields } };
}

function systemMetadata(old: JsonObject): JsonObject {
  return Object.fromEntries(SYSTEM_METADATA.filter((key) => key in old).map((key) => [key, old[key]]));
}

/** `metadata.generation` rises when anything but metadata and a separate status changes. */
export function countGeneration(
  old: JsonObject,
  object: JsonObject,
  { type, version }: WriteRequest,
): JsonObject {
  if (!type.countsGenerations) return object;
  const ignored = version.statusSubresource ? ["metadata", "status"] : ["metadata"];
  if (equalsJson(without(old, ...ignored), without(object, ...ignored))) return object;
  const metadata = objectAt(object, "metadata");
  return { ...object, metadata: { ...metadata, generation: Number(metadata["generation"] ?? 0) + 1 } };
}
