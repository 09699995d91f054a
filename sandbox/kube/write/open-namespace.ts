import { forbidden, notFound } from "../api-error.ts";
import type { ObjectStore } from "../storage/object-store.ts";
import { NAMESPACES } from "../types/builtin-types.ts";
import { subjectOf, type WriteRequest } from "./write-request.ts";

/** Throws 404 when the namespace of a new object does not exist, 403 when it is being deleted. */
export function requireOpenNamespace(store: ObjectStore, request: WriteRequest): void {
  const { type, namespace, name } = request;
  if (!type.namespaced) return;
  const found = store.get(NAMESPACES, "", namespace);
  if (found === undefined) throw notFound({ group: "", kind: "namespaces", name: namespace });
  if (found.metadata["deletionTimestamp"] === undefined) return;
  throw forbidden(
    subjectOf(request, name),
    `unable to create new content in namespace ${namespace} because it is being terminated`,
  );
}
