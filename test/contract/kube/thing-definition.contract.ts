import type { KubeObject, Resource } from "../../../src/kube/kube-api.ts";

const text = { type: "string" } as const;
const whole = { type: "integer" } as const;

/** Entries stay where they are and as they are; more may follow. Written out, since CEL has no loop over two lists. */
const APPEND_ONLY =
  "!has(oldSelf.votes) || (has(self.votes) && size(self.votes) >= size(oldSelf.votes) && " +
  "[0,1,2,3].all(i, i >= size(oldSelf.votes) || self.votes[i] == oldSelf.votes[i]))";

const SPEC = {
  type: "object",
  properties: {
    size: { ...whole, minimum: 0, maximum: 100, default: 1 },
    colour: { ...text, enum: ["red", "green"] },
    note: { ...text, minLength: 2, maxLength: 20, pattern: "^[a-z ]*$" },
    time: { ...text, format: "date-time" },
    tags: { type: "array", maxItems: 3, items: text },
    flags: { type: "object", additionalProperties: { type: "boolean" } },
    range: {
      type: "object",
      required: ["min", "max"],
      properties: { min: whole, max: whole },
      "x-kubernetes-validations": [{ rule: "self.min <= self.max", message: "min is above max" }],
    },
    fixed: {
      ...text,
      "x-kubernetes-validations": [{ rule: "self == oldSelf", message: "fixed does not change" }],
    },
    ports: {
      type: "array",
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["name"],
      items: { type: "object", required: ["name"], properties: { name: text, number: whole } },
    },
    free: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
    nested: {
      type: "object",
      default: {},
      properties: { inner: { type: "object", default: {}, properties: { depth: { ...whole, default: 3 } } } },
    },
    either: { "x-kubernetes-int-or-string": true },
    empty: { ...text, nullable: true },
  },
} as const;

const STATUS = {
  type: "object",
  properties: {
    phase: text,
    seen: { ...whole, default: 7 },
    votes: {
      type: "array",
      maxItems: 4,
      items: { type: "object", properties: { by: { ...text, maxLength: 20 }, yes: { type: "boolean" } } },
    },
  },
  "x-kubernetes-validations": [{ rule: APPEND_ONLY, message: "votes are only added" }],
} as const;

/** The CustomResourceDefinition of the contract's own kind: something of everything that the product relies on. */
export function thingDefinition({ group, version, plural, kind }: Resource): KubeObject {
  const definition = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: { plural, kind, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema: { type: "object", properties: { spec: SPEC, status: STATUS } } },
        },
      ],
    },
  };
  return definition;
}
