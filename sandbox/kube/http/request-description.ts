import type { RequestDescription } from "../faults.ts";
import { readResourcePath } from "./request-path.ts";

const WRITE_VERBS: Readonly<Record<string, string>> = { POST: "create", PUT: "update", PATCH: "patch" };

/** Describes a request in the API server's words. */
export function describeRequest(method: string, path: string, query: URLSearchParams): RequestDescription {
  const resource = readResourcePath(path);
  if (resource === undefined) return { verb: method.toLowerCase(), path, group: "", resource: "" };
  const { group, plural, namespace, name, subresource } = resource;
  return {
    verb: verbOf(method, name, query),
    path,
    group,
    resource: plural,
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
    ...(subresource === undefined ? {} : { subresource }),
  };
}

function verbOf(method: string, name: string | undefined, query: URLSearchParams): string {
  if (method === "GET") {
    if (["true", "1"].includes(query.get("watch") ?? "")) return "watch";
    return name === undefined ? "list" : "get";
  }
  if (method === "DELETE") return name === undefined ? "deletecollection" : "delete";
  return WRITE_VERBS[method] ?? method.toLowerCase();
}
