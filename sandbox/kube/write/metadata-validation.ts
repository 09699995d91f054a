import type { Cause } from "../api-error.ts";
import type { ResourceType } from "../types/resource-type.ts";
import { isJsonObject, type JsonObject, listAt, objectAt, stringAt } from "../json-value.ts";

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/u;
const QUALIFIED_NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/u;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/u;

const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL_VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const QUALIFIED_NAME_RULE =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

const STANDARD_FINALIZERS = new Set(["orphan", "foregroundDeletion", "kubernetes"]);

function refuse(field: string, value: unknown, rule: string): Cause {
  return { reason: "FieldValueInvalid", field, message: `Invalid value: ${JSON.stringify(value)}: ${rule}` };
}

/** Finds what is wrong with `metadata` ("Object Names and IDs", "Labels and Selectors", "Finalizers"). */
export function validateMetadata(metadata: JsonObject, names: ResourceType["names"]): Cause[] {
  return [
    ...validateName(stringAt(metadata, "name") ?? "", names),
    ...Object.entries(objectAt(metadata, "labels")).flatMap(([key, value]) => validateLabel(key, value)),
    ...Object.keys(objectAt(metadata, "annotations")).flatMap((key) =>
      validateKey(key.toLowerCase(), "metadata.annotations"),
    ),
    ...listAt(metadata, "finalizers").flatMap((name) => validateKey(String(name), "metadata.finalizers")),
    ...validateOwners(listAt(metadata, "ownerReferences").filter(isJsonObject)),
  ];
}

function validateName(name: string, names: ResourceType["names"]): Cause[] {
  if (name === "") {
    return [
      {
        reason: "FieldValueRequired",
        field: "metadata.name",
        message: "Required value: name or generateName is required",
      },
    ];
  }
  if (names === "pathSegment") {
    const isSegment = name !== "." && name !== ".." && !/[/%]/u.test(name);
    return isSegment ? [] : [refuse("metadata.name", name, "may not be '.' or '..', nor contain '/' or '%'")];
  }
  if (name.length > 253) return [refuse("metadata.name", name, "must be no more than 253 bytes")];
  return SUBDOMAIN.test(name) ? [] : [refuse("metadata.name", name, SUBDOMAIN_RULE)];
}

function validateKey(key: string, field: string): Cause[] {
  const slash = key.indexOf("/");
  const name = key.slice(slash + 1);
  const causes: Cause[] = [];
  if (slash !== -1 && !SUBDOMAIN.test(key.slice(0, slash))) {
    causes.push(refuse(field, key, `prefix part ${SUBDOMAIN_RULE}`));
  }
  if (name.length > 63) causes.push(refuse(field, key, "name part must be no more than 63 bytes"));
  else if (!QUALIFIED_NAME.test(name)) causes.push(refuse(field, key, QUALIFIED_NAME_RULE));
  return causes;
}

function validateLabel(key: string, value: unknown): Cause[] {
  const causes = validateKey(key, "metadata.labels");
  if (typeof value !== "string" || !LABEL_VALUE.test(value)) {
    causes.push(refuse("metadata.labels", value, LABEL_VALUE_RULE));
  } else if (value.length > 63) {
    causes.push(refuse("metadata.labels", value, "must be no more than 63 bytes"));
  }
  return causes;
}

function validateOwners(owners: readonly JsonObject[]): Cause[] {
  const causes = owners.flatMap(validateOwner);
  const controllers = owners.filter((owner) => owner["controller"] === true).map(({ name }) => String(name));
  if (controllers.length < 2) return causes;
  const found = `Found "true" in references for ${controllers.join(" and ")}`;
  const rule = `Only one reference can have Controller set to true. ${found}`;
  return [...causes, refuse("metadata.ownerReferences", owners, rule)];
}

function validateOwner(owner: JsonObject, index: number): Cause[] {
  return ["apiVersion", "kind", "name", "uid"]
    .filter((key) => (stringAt(owner, key) ?? "") === "")
    .map((key) => ({
      reason: "FieldValueInvalid",
      field: `metadata.ownerReferences[${index}].${key}`,
      message: `Invalid value: "": ${key} must not be empty`,
    }));
}

/** What is allowed, and better done otherwise; for `Warning` headers. */
export function warnOfMetadata(metadata: JsonObject): string[] {
  return listAt(metadata, "finalizers")
    .filter((name) => typeof name === "string" && !name.includes("/") && !STANDARD_FINALIZERS.has(name))
    .map(
      (name) =>
        `metadata.finalizers: ${JSON.stringify(name)}: prefer a domain-qualified finalizer name to avoid accidental conflicts with other finalizer writers`,
    );
}
