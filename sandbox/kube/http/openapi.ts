import { createHash } from "node:crypto";
import type { JsonObject } from "../json-value.ts";
import { apiVersionOf } from "../types/resource-type.ts";
import type { ServedType, TypeRegistry } from "../types/type-registry.ts";
import { describeGroupVersion } from "./openapi-document.ts";

const ROOT = "/openapi/v3";

/** Answers `/openapi/v3` and the document of each group and version; `undefined` for other paths. */
export function describeApi(types: TypeRegistry, path: string): JsonObject | undefined {
  if (path !== ROOT && !path.startsWith(`${ROOT}/`)) return undefined;
  const documents = new Map(groupVersions(types).map((each) => [pathOf(each), each]));
  if (path === ROOT) {
    return {
      paths: Object.fromEntries(
        [...documents].map(([key, each]) => [
          key,
          { serverRelativeURL: `${ROOT}/${key}?hash=${hashOf(describe(types, each))}` },
        ]),
      ),
    };
  }
  const found = documents.get(path.slice(ROOT.length + 1));
  return found === undefined ? undefined : describe(types, found);
}

interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

function groupVersions(types: TypeRegistry): readonly GroupVersion[] {
  const found = new Map<string, GroupVersion>();
  for (const { group, versions } of types.all()) {
    for (const { name } of versions) found.set(apiVersionOf(group, name), { group, version: name });
  }
  return [...found.values()];
}

function pathOf({ group, version }: GroupVersion): string {
  return group === "" ? `api/${version}` : `apis/${group}/${version}`;
}

function describe(types: TypeRegistry, { group, version }: GroupVersion): JsonObject {
  const served: ServedType[] = types
    .all()
    .filter((type) => type.group === group)
    .flatMap((type) => types.find(group, version, type.plural) ?? []);
  return describeGroupVersion(group, version, served);
}

function hashOf(document: JsonObject): string {
  return createHash("sha256").update(JSON.stringify(document)).digest("hex").slice(0, 32).toUpperCase();
}
