import { isJsonObject, type JsonObject, listAt, objectAt, stringAt } from "../json-value.ts";
import { readSchema } from "../schema/schema.ts";
import type { ResourceType, ServedVersion } from "./resource-type.ts";
import { readColumns } from "./table-column.ts";

/** The type that a CustomResourceDefinition (apiextensions.k8s.io/v1) defines. */
export function readCustomType(definition: JsonObject): ResourceType {
  const spec = objectAt(definition, "spec");
  const names = objectAt(spec, "names");
  const kind = stringAt(names, "kind") ?? "";
  return {
    group: stringAt(spec, "group") ?? "",
    plural: stringAt(names, "plural") ?? "",
    singular: stringAt(names, "singular") ?? kind.toLowerCase(),
    kind,
    listKind: stringAt(names, "listKind") ?? `${kind}List`,
    shortNames: listAt(names, "shortNames").map(String),
    categories: listAt(names, "categories").map(String),
    namespaced: stringAt(spec, "scope") === "Namespaced",
    names: "subdomain",
    custom: true,
    unconditionalUpdates: false,
    countsGenerations: true,
    versions: listAt(spec, "versions")
      .filter(isJsonObject)
      .filter((version) => version["served"] === true)
      .map(readVersion),
  };
}

function readVersion(version: JsonObject): ServedVersion {
  return {
    name: stringAt(version, "name") ?? "",
    schema: readSchema(objectAt(objectAt(version, "schema"), "openAPIV3Schema")),
    statusSubresource: isJsonObject(objectAt(version, "subresources")["status"]),
    columns: readColumns(listAt(version, "additionalPrinterColumns")),
    selectableFields: listAt(version, "selectableFields")
      .filter(isJsonObject)
      .map((field) => (stringAt(field, "jsonPath") ?? "").replace(/^\./u, "")),
  };
}
