import type { Resource } from "./kube-api.ts";

/** Where in a resource a request goes. `name` absent: the collection. */
export interface PathTarget {
  readonly namespace?: string | undefined;
  readonly name?: string;
  readonly subresource?: "status";
}

/**
 * The path of a resource, an object or a subresource (Kubernetes API concepts, "Resource URIs"). Throws `TypeError`, a
 * fault of the program that reaches no server, on a part that is no path segment: an empty name would turn one object
 * into the whole collection, and one with a slash in it into another resource once somebody on the way decodes it.
 */
export function pathOf(resource: Resource, target: PathTarget = {}): string {
  const root = resource.group === "" ? "/api" : `/apis/${segment("group", resource.group)}`;
  const parts = [root, segment("version", resource.version)];
  if (resource.namespaced && target.namespace !== undefined) {
    parts.push("namespaces", segment("namespace", target.namespace));
  }
  parts.push(segment("plural", resource.plural));
  if (target.name !== undefined) {
    if (resource.namespaced && target.namespace === undefined) {
      throw new TypeError(
        `${resource.kind} "${target.name}" needs a namespace: ${resource.plural} are namespaced`,
      );
    }
    parts.push(segment("name", target.name));
  }
  if (target.subresource !== undefined) parts.push(target.subresource);
  return parts.join("/");
}

/** What ends a segment or begins an escape; control characters; and half a character, which has no encoding. */
const NO_SEGMENT = /[/%?#\\\p{Cc}\p{Cs}]/u;

function segment(what: string, value: string): string {
  if (value === "" || value === "." || value === ".." || NO_SEGMENT.test(value)) {
    throw new TypeError(`the ${what} of a Kubernetes object cannot be ${JSON.stringify(value)}`);
  }
  return encodeURIComponent(value);
}

/** `?a=b&c=d` of what is given; empty when nothing is. */
export function queryOf(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined) query.set(key, String(value));
  }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}
