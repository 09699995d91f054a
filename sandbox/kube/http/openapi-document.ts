import { type JsonObject, without } from "../json-value.ts";
import { OBJECT_META_SCHEMA } from "../schema/object-meta-schema.ts";
import type { Schema } from "../schema/schema.ts";
import { apiVersionOf, type ResourceType, type ServedVersion } from "../types/resource-type.ts";
import type { ServedType } from "../types/type-registry.ts";

const OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
const LIST_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta";

const LIST_META_SCHEMA: Schema = {
  type: "object",
  description: "What every list has.",
  properties: {
    resourceVersion: { type: "string", description: "The version of the whole; where a watch begins." },
    continue: { type: "string", description: "Asks for the next page." },
    remainingItemCount: {
      type: "integer",
      format: "int64",
      description: "How many items the next pages have.",
    },
  },
};

const API_VERSION: Schema = { type: "string", description: "The version of the schema of this object." };
const KIND: Schema = { type: "string", description: "The kind of this object." };

/** The OpenAPI v3 document of one group and version: as much as `kubectl` reads for `apply` and `explain`. */
export function describeGroupVersion(
  group: string,
  version: string,
  served: readonly ServedType[],
): JsonObject {
  const schemas: Record<string, unknown> = {
    [OBJECT_META]: OBJECT_META_SCHEMA,
    [LIST_META]: LIST_META_SCHEMA,
  };
  const paths: Record<string, unknown> = {};
  for (const { type, version: each } of served) {
    Object.assign(schemas, describeSchemas(type, each));
    Object.assign(paths, describePaths(type, each));
  }
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: apiVersionOf(group, version) },
    paths,
    components: { schemas },
  };
}

function describeSchemas(type: ResourceType, version: ServedVersion): JsonObject {
  const name = schemaName(type, version, type.kind);
  const { schema } = version;
  return {
    [name]: {
      ...without({ ...schema }, "x-kubernetes-embedded-resource"),
      properties: {
        ...schema.properties,
        apiVersion: API_VERSION,
        kind: KIND,
        metadata: referTo(OBJECT_META),
      },
      "x-kubernetes-group-version-kind": [identify(type, version, type.kind)],
    },
    [schemaName(type, version, type.listKind)]: {
      type: "object",
      required: ["items"],
      properties: {
        apiVersion: API_VERSION,
        kind: KIND,
        metadata: referTo(LIST_META),
        items: { type: "array", items: referTo(name) },
      },
      "x-kubernetes-group-version-kind": [identify(type, version, type.listKind)],
    },
  };
}

/** Reversed domain, version and kind: `com.example.v1.Widget`. */
function schemaName({ group }: ResourceType, { name }: ServedVersion, kind: string): string {
  if (group === "") return `io.k8s.api.core.${name}.${kind}`;
  return `${group.split(".").toReversed().join(".")}.${name}.${kind}`;
}

function referTo(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}

function identify({ group }: ResourceType, { name }: ServedVersion, kind: string): JsonObject {
  return { group, version: name, kind };
}

function describePaths(type: ResourceType, version: ServedVersion): JsonObject {
  const root = type.group === "" ? `/api/${version.name}` : `/apis/${type.group}/${version.name}`;
  const collection = `${root}/${type.namespaced ? "namespaces/{namespace}/" : ""}${type.plural}`;
  const operation = (action: string): JsonObject => describeOperation(type, version, action);
  const object = { get: operation("get"), put: operation("put"), patch: operation("patch") };
  return {
    [collection]: { get: operation("list"), post: operation("post"), delete: operation("deletecollection") },
    [`${collection}/{name}`]: { ...object, delete: operation("delete") },
    ...(version.statusSubresource ? { [`${collection}/{name}/status`]: object } : {}),
  };
}

const WRITE_PARAMETERS = ["dryRun", "fieldManager", "fieldValidation"].map((name) => ({
  name,
  in: "query",
  schema: { type: "string" },
}));

function describeOperation(type: ResourceType, version: ServedVersion, action: string): JsonObject {
  return {
    "x-kubernetes-action": action,
    "x-kubernetes-group-version-kind": identify(type, version, type.kind),
    parameters: WRITE_PARAMETERS,
    responses: {
      "200": {
        description: "OK",
        content: { "application/json": { schema: referTo(schemaName(type, version, type.kind)) } },
      },
    },
  };
}
