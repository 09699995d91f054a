import type { Cause } from "../api-error.ts";
import { type JsonObject, objectAt, stringAt } from "../json-value.ts";

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/u;
const DNS_LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const DATA_KEY = /^[-._a-zA-Z0-9]{1,253}$/u;
const DATA_KEY_RULE =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

function refuse(field: string, value: unknown, rule: string): Cause {
  return { reason: "FieldValueInvalid", field, message: `Invalid value: ${JSON.stringify(value)}: ${rule}` };
}

function nameOf(object: JsonObject): string {
  return stringAt(objectAt(object, "metadata"), "name") ?? "";
}

export function validateNamespace(object: JsonObject): Cause[] {
  const name = nameOf(object);
  return name === "" || DNS_LABEL.test(name) ? [] : [refuse("metadata.name", name, DNS_LABEL_RULE)];
}

/** Of ConfigMaps and Secrets. */
export function validateData(object: JsonObject): Cause[] {
  return ["data", "binaryData"].flatMap((field) =>
    Object.keys(objectAt(object, field))
      .filter((key) => !DATA_KEY.test(key) || key === "." || key.startsWith(".."))
      .map((key) => refuse(`${field}[${key}]`, key, DATA_KEY_RULE)),
  );
}

/** An Event lives in the namespace of what it is about; about cluster-scoped objects in `default`. */
export function validateEvent(object: JsonObject): Cause[] {
  const namespace = stringAt(objectAt(object, "metadata"), "namespace");
  const about = stringAt(objectAt(object, "involvedObject"), "namespace") ?? "";
  if (about === namespace || (about === "" && (namespace === "default" || namespace === "kube-system")))
    return [];
  return [refuse("involvedObject.namespace", about, "does not match event.namespace")];
}

export function validateLease(object: JsonObject): Cause[] {
  const { leaseDurationSeconds: duration, leaseTransitions: transitions } = objectAt(object, "spec");
  const causes: Cause[] = [];
  if (typeof duration === "number" && duration <= 0) {
    causes.push(refuse("spec.leaseDurationSeconds", duration, "must be greater than 0"));
  }
  if (typeof transitions === "number" && transitions < 0) {
    causes.push(refuse("spec.leaseTransitions", transitions, "must be greater than or equal to 0"));
  }
  return causes;
}
