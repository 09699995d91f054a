import type { RequestDescription } from "../faults.ts";
import { isJsonObject, type JsonObject, listAt, objectAt, stringAt } from "../json-value.ts";
import type { ObjectStore } from "../storage/object-store.ts";
import { CLUSTER_ROLE_BINDINGS, CLUSTER_ROLES, ROLE_BINDINGS, ROLES } from "../types/rbac-types.ts";
import { AUTHENTICATED, type Identity, MASTERS } from "./identity.ts";

/** What everybody who is signed in may do, as in the roles that every cluster has for it. */
const OPEN_PATHS = /^\/(?:api|apis|openapi|version|livez|readyz|healthz)(?:\/|$)/u;
const SELF_REVIEWS = ["selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews"];

/** Decides by the stored roles and bindings ("Using RBAC Authorization"); members of `system:masters` may do everything. */
export function isAllowed(
  store: ObjectStore,
  { username, groups }: Identity,
  request: RequestDescription,
): boolean {
  if (groups.includes(MASTERS)) return true;
  if (groups.includes(AUTHENTICATED) && isOpen(request)) return true;
  const binds = (binding: JsonObject, namespace: string): boolean =>
    listAt(binding, "subjects").some(
      (subject) => isJsonObject(subject) && namesSubject(subject, { username, groups }, namespace),
    );
  for (const { json } of store.collection(CLUSTER_ROLE_BINDINGS).list()) {
    if (binds(json, "") && rulesOf(store, json, "").some((rule) => permits(rule, request))) return true;
  }
  const { namespace } = request;
  if (namespace === undefined) return false;
  for (const { json } of store.collection(ROLE_BINDINGS).list(namespace)) {
    if (binds(json, namespace) && rulesOf(store, json, namespace).some((rule) => permits(rule, request)))
      return true;
  }
  return false;
}

function isOpen({ verb, path, resource }: RequestDescription): boolean {
  if (resource === "") return verb === "get" && OPEN_PATHS.test(path);
  return verb === "create" && SELF_REVIEWS.includes(resource);
}

function namesSubject(subject: JsonObject, { username, groups }: Identity, namespace: string): boolean {
  const name = stringAt(subject, "name") ?? "";
  switch (subject["kind"]) {
    case "User":
      return name === username;
    case "Group":
      return groups.includes(name);
    case "ServiceAccount":
      return username === `system:serviceaccount:${stringAt(subject, "namespace") ?? namespace}:${name}`;
    default:
      return false;
  }
}

function rulesOf(store: ObjectStore, binding: JsonObject, namespace: string): readonly JsonObject[] {
  const reference = objectAt(binding, "roleRef");
  const name = stringAt(reference, "name") ?? "";
  const role =
    reference["kind"] === "Role" ? store.get(ROLES, namespace, name) : store.get(CLUSTER_ROLES, "", name);
  return role === undefined ? [] : listAt(role.json, "rules").filter(isJsonObject);
}

function permits(rule: JsonObject, request: RequestDescription): boolean {
  if (!includes(rule, "verbs", request.verb)) return false;
  if (request.resource === "") return permitsPath(rule, request.path);
  return (
    includes(rule, "apiGroups", request.group) && permitsResource(rule, request) && permitsName(rule, request)
  );
}

function includes(rule: JsonObject, key: string, value: string): boolean {
  const listed = listAt(rule, key);
  return listed.includes("*") || listed.includes(value);
}

function permitsPath(rule: JsonObject, path: string): boolean {
  return listAt(rule, "nonResourceURLs").some(
    (url) =>
      url === path || (typeof url === "string" && url.endsWith("*") && path.startsWith(url.slice(0, -1))),
  );
}

function permitsResource(rule: JsonObject, { resource, subresource }: RequestDescription): boolean {
  if (subresource === undefined) return includes(rule, "resources", resource);
  return (
    includes(rule, "resources", `${resource}/${subresource}`) ||
    listAt(rule, "resources").includes(`*/${subresource}`)
  );
}

function permitsName(rule: JsonObject, { name }: RequestDescription): boolean {
  const names = listAt(rule, "resourceNames");
  return names.length === 0 || (name !== undefined && names.includes(name));
}
