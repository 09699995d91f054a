import type { Schema } from "../schema/schema.ts";

// What the built-in types hold, after the Kubernetes API reference, in words of our own.

const text = (description: string): Schema => ({ type: "string", description });
const time = (description: string): Schema => ({
  type: "string",
  format: "date-time",
  description,
});
/** Six digits of a second, no more and no fewer. */
const microTime = (description: string): Schema => ({
  ...time(description),
  pattern: String.raw`\.\d{6}(?:Z|[+-]\d{2}:\d{2})$`,
});
const count = (description: string): Schema => ({ type: "integer", format: "int32", description });
const flag = (description: string): Schema => ({ type: "boolean", description });
const texts = (description: string): Schema => ({ type: "array", items: { type: "string" }, description });
const textMap = (description: string): Schema => ({
  type: "object",
  additionalProperties: { type: "string" },
  description,
});
const fields = (description: string, properties: Readonly<Record<string, Schema>>): Schema => ({
  type: "object",
  description,
  properties,
});
const anything = (description: string): Schema => ({
  type: "object",
  description,
  "x-kubernetes-preserve-unknown-fields": true,
});

const OBJECT_REFERENCE: Readonly<Record<string, Schema>> = {
  apiVersion: text("API version of the object."),
  kind: text("Kind of the object."),
  name: text("Name of the object."),
  namespace: text("Namespace of the object."),
  uid: text("UID of the object."),
  resourceVersion: text("The version of the object that is meant."),
  fieldPath: text("The part of the object that is meant."),
};

const REFERENCES: Schema = {
  type: "array",
  description: "Objects referred to by name.",
  items: fields("A reference to an object.", OBJECT_REFERENCE),
};

export const NAMESPACE_SCHEMA: Schema = fields("A scope for names.", {
  spec: fields("Desired state.", { finalizers: texts("What must be done before it may go.") }),
  status: fields("Where it stands.", {
    phase: text("Active, or Terminating while its content is deleted."),
    conditions: {
      type: "array",
      items: anything("A condition."),
      description: "What is in the way of its deletion.",
    },
  }),
});

export const CONFIG_MAP_SCHEMA: Schema = fields("Configuration that is no secret.", {
  data: textMap("Text by key."),
  binaryData: textMap("Bytes by key, as base64."),
  immutable: flag("True when data cannot be changed any more."),
});

export const SECRET_SCHEMA: Schema = fields("Secret data of bounded size.", {
  data: {
    type: "object",
    additionalProperties: { type: "string", format: "byte" },
    description: "Bytes by key, as base64.",
  },
  stringData: textMap("Text by key; written only, kept in data."),
  type: text("What the data is for."),
  immutable: flag("True when data cannot be changed any more."),
});

export const SERVICE_ACCOUNT_SCHEMA: Schema = fields("An identity for processes in the cluster.", {
  secrets: REFERENCES,
  imagePullSecrets: REFERENCES,
  automountServiceAccountToken: flag("False when pods get no token of it by themselves."),
});

export const LEASE_SCHEMA: Schema = fields("Who holds a role, and for how long.", {
  spec: fields("The lease.", {
    holderIdentity: text("Who holds it."),
    leaseDurationSeconds: count("How long it holds after renewTime."),
    acquireTime: microTime("When the holder took it."),
    renewTime: microTime("When the holder last renewed it."),
    leaseTransitions: count("How often the holder changed."),
    preferredHolder: text("Who should hold it next."),
    strategy: text("How the next holder is chosen."),
  }),
});

export const EVENT_SCHEMA: Schema = fields("A report of something that happened to an object.", {
  involvedObject: {
    ...fields("The object it is about.", OBJECT_REFERENCE),
    "x-kubernetes-map-type": "atomic",
  },
  related: { ...fields("A second object it is about.", OBJECT_REFERENCE), "x-kubernetes-map-type": "atomic" },
  reason: text("Why, in one word for machines."),
  message: text("What happened, for people."),
  type: text("Normal or Warning."),
  action: text("What was done about the object."),
  count: count("How often it happened."),
  firstTimestamp: time("When it happened first."),
  lastTimestamp: time("When it happened last."),
  eventTime: microTime("When it happened first, to the microsecond."),
  reportingComponent: text("The controller that reports it."),
  reportingInstance: text("The process that reports it."),
  source: fields("Who reports it.", { component: text("The component."), host: text("The machine.") }),
  series: fields("A run of the same event.", {
    count: count("How often it happened."),
    lastObservedTime: microTime("When it happened last."),
  }),
});

/** A definition is checked when it is served, so that its schema may be of any shape here. */
export const DEFINITION_SCHEMA: Schema = fields("A kind of object that the server learns.", {
  spec: anything("The group, names, scope, and the versions with their schemas."),
  status: anything("Whether it is served."),
});
