import type { Cause } from "../api-error.ts";
import { isJsonObject, type JsonObject, listAt, objectAt, stringAt } from "../json-value.ts";
import { compileJsonPath } from "../read/json-path.ts";
import { compileRule } from "../schema/cel-rule.ts";
import { readSchema, type Schema } from "../schema/schema.ts";

/** Finds what keeps a CustomResourceDefinition from being served. */
export function validateDefinition(definition: JsonObject): Cause[] {
  const spec = objectAt(definition, "spec");
  const versions = listAt(spec, "versions").filter(isJsonObject);
  return [
    ...validateNames(definition, spec),
    ...validateStorage(versions),
    ...versions.flatMap((version, index) => validateVersion(version, `spec.versions[${index}]`)),
  ];
}

function refuse(field: string, value: unknown, why: string): Cause {
  return { reason: "FieldValueInvalid", field, message: `Invalid value: ${JSON.stringify(value)}: ${why}` };
}

function requireField(field: string): Cause {
  return { reason: "FieldValueRequired", field, message: "Required value" };
}

function validateNames(definition: JsonObject, spec: JsonObject): Cause[] {
  const names = objectAt(spec, "names");
  const missing = [
    ...["group", "scope"].filter((key) => stringAt(spec, key) === undefined).map((key) => `spec.${key}`),
    ...["plural", "kind"]
      .filter((key) => stringAt(names, key) === undefined)
      .map((key) => `spec.names.${key}`),
  ];
  const name = stringAt(objectAt(definition, "metadata"), "name");
  const expected = `${stringAt(names, "plural")}.${stringAt(spec, "group")}`;
  const misnamed =
    missing.length > 0 || name === expected
      ? []
      : [refuse("metadata.name", name, 'must be spec.names.plural+"."+spec.group')];
  return [...missing.map(requireField), ...misnamed];
}

function validateStorage(versions: readonly JsonObject[]): Cause[] {
  const stored = versions.filter((version) => version["storage"] === true).length;
  if (stored === 1) return [];
  return [
    refuse("spec.versions", versions.length, "must have exactly one version marked as storage version"),
  ];
}

function validateVersion(version: JsonObject, path: string): Cause[] {
  const json = objectAt(version, "schema")["openAPIV3Schema"];
  const at = `${path}.schema.openAPIV3Schema`;
  if (!isJsonObject(json)) return [{ ...requireField(at), message: "Required value: schemas are required" }];
  const columns = listAt(version, "additionalPrinterColumns").filter(isJsonObject);
  return [
    ...(json["type"] === "object" ? [] : [refuse(`${at}.type`, json["type"], "must be object at the root")]),
    ...validateSchemaOf(readSchema(json), at),
    ...columns.flatMap((column, index) =>
      attempt(`${path}.additionalPrinterColumns[${index}].jsonPath`, column["jsonPath"], () => {
        compileJsonPath(stringAt(column, "jsonPath") ?? "");
      }),
    ),
  ];
}

/** Patterns and rules must compile. */
function validateSchemaOf(schema: Schema, path: string): Cause[] {
  const { pattern, properties = {}, items, additionalProperties } = schema;
  const rules = schema["x-kubernetes-validations"] ?? [];
  return [
    ...(pattern === undefined ? [] : attempt(`${path}.pattern`, pattern, () => new RegExp(pattern, "u"))),
    ...rules.flatMap((rule, index) =>
      attempt(`${path}.x-kubernetes-validations[${index}].rule`, rule.rule, () => compileRule(rule)),
    ),
    ...Object.entries(properties).flatMap(([key, child]) =>
      validateSchemaOf(child, `${path}.properties[${key}]`),
    ),
    ...(items === undefined ? [] : validateSchemaOf(items, `${path}.items`)),
    ...(typeof additionalProperties === "object"
      ? validateSchemaOf(additionalProperties, `${path}.additionalProperties`)
      : []),
  ];
}

function attempt(field: string, value: unknown, compile: () => unknown): Cause[] {
  try {
    compile();
    return [];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [refuse(field, value, `compilation failed: ${why}`)];
  }
}
