import { REVIEW_TYPES, type ReviewType } from "../access/review-types.ts";
import type { JsonObject } from "../json-value.ts";
import { type ResourceType, type ServedVersion, apiVersionOf } from "../types/resource-type.ts";
import type { TypeRegistry } from "../types/type-registry.ts";
import { PathNotFound } from "../api-error.ts";

const VERBS = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
const STATUS_VERBS = ["get", "patch", "update"];

/** Answers `/api`, `/apis`, `/apis/{group}` and the resource list of each version; `undefined` for other paths. */
export function discover(types: TypeRegistry, path: string): JsonObject | undefined {
  const [root, ...rest] = path.split("/").filter(Boolean);
  if (root === "api") {
    if (rest.length === 0) return { kind: "APIVersions", apiVersion: "v1", versions: ["v1"] };
    return rest.length === 1 ? listResources(types, "", rest[0] ?? "") : undefined;
  }
  if (root !== "apis") return undefined;
  const [group, version] = rest;
  if (group === undefined) {
    return {
      kind: "APIGroupList",
      apiVersion: "v1",
      groups: groupNames(types).map((name) => describeGroup(types, name)),
    };
  }
  if (rest.length > 2) return undefined;
  if (version !== undefined) return listResources(types, group, version);
  return { kind: "APIGroup", apiVersion: "v1", ...describeGroup(types, group) };
}

function groupNames(types: TypeRegistry): readonly string[] {
  const groups = [...types.all(), ...REVIEW_TYPES].map(({ group }) => group);
  return [...new Set(groups)].filter((group) => group !== "");
}

function describeGroup(types: TypeRegistry, name: string): JsonObject {
  const members = types.all().filter(({ group }) => group === name);
  const reviewed = REVIEW_TYPES.filter(({ group }) => group === name).map(({ version }) => version);
  const versions = [
    ...new Set(members.flatMap((type) => type.versions.map((version) => version.name)).concat(reviewed)),
  ]
    .sort(compareVersions)
    .map((version) => ({ groupVersion: apiVersionOf(name, version), version }));
  if (versions.length === 0) throw new PathNotFound();
  return { name, versions, preferredVersion: versions[0] };
}

/** Stable before beta before alpha, higher before lower ("Version priority" of CustomResourceDefinitions). */
function compareVersions(left: string, right: string): number {
  const rank = (version: string): readonly number[] => {
    const [, major = "0", stage, minor = "0"] = /^v(\d+)(?:(alpha|beta)(\d+))?$/u.exec(version) ?? [];
    const stages: Readonly<Record<string, number>> = { alpha: 0, beta: 1 };
    return [stages[stage ?? ""] ?? 2, Number(major), Number(minor)];
  };
  const [a, b] = [rank(left), rank(right)];
  const difference = b.map((part, index) => part - (a[index] ?? 0)).find((part) => part !== 0);
  return difference ?? left.localeCompare(right);
}

function listResources(types: TypeRegistry, group: string, version: string): JsonObject {
  const resources = types
    .all()
    .filter((type) => type.group === group)
    .flatMap((type) => {
      const served = type.versions.find(({ name }) => name === version);
      return served === undefined ? [] : describeResource(type, served);
    });
  const reviews = REVIEW_TYPES.filter((type) => type.group === group && type.version === version);
  const all = [...resources, ...reviews.map(describeReview)];
  if (all.length === 0) throw new PathNotFound();
  return {
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion: apiVersionOf(group, version),
    resources: all,
  };
}

function describeReview({ plural, kind, namespaced }: ReviewType): JsonObject {
  return { name: plural, singularName: kind.toLowerCase(), namespaced, kind, verbs: ["create"] };
}

function describeResource(type: ResourceType, version: ServedVersion): JsonObject[] {
  const { plural, singular, kind, namespaced, shortNames, categories } = type;
  const main = {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs: VERBS,
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
  };
  const status = { name: `${plural}/status`, singularName: "", namespaced, kind, verbs: STATUS_VERBS };
  return version.statusSubresource ? [main, status] : [main];
}
