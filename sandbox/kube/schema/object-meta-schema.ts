import type { Schema } from "./schema.ts";

const text = (description: string): Schema => ({ type: "string", description });
const time = (description: string): Schema => ({
  type: "string",
  format: "date-time",
  description,
});
const texts = (description: string): Schema => ({ type: "array", items: { type: "string" }, description });
const textMap = (description: string): Schema => ({
  type: "object",
  additionalProperties: { type: "string" },
  description,
});

const OWNER_REFERENCE: Schema = {
  type: "object",
  properties: {
    apiVersion: text("API version of the owner."),
    kind: text("Kind of the owner."),
    name: text("Name of the owner."),
    uid: text("UID of the owner."),
    controller: { type: "boolean", description: "True for the one owner that manages the object." },
    blockOwnerDeletion: {
      type: "boolean",
      description: "True when the owner, deleted in the foreground, waits for this object.",
    },
  },
};

const MANAGED_FIELDS_ENTRY: Schema = {
  type: "object",
  properties: {
    manager: text("Who wrote."),
    operation: text("Apply or Update."),
    apiVersion: text("The version it was written in."),
    time: time("When the set of fields last changed."),
    fieldsType: text("Always FieldsV1."),
    fieldsV1: {
      type: "object",
      "x-kubernetes-preserve-unknown-fields": true,
      description: "The set of fields as a trie.",
    },
    subresource: text("The subresource that was written to."),
  },
};

/** `metadata` of every object ("ObjectMeta" in the Kubernetes API reference). */
export const OBJECT_META_SCHEMA: Schema = {
  type: "object",
  description: "What every object has, whatever its kind.",
  properties: {
    name: text("Unique among the objects of its kind in the namespace. It cannot be changed."),
    generateName: text("Beginning of a name that the server makes unique, when no name is given."),
    namespace: text("The namespace it lives in."),
    labels: textMap("Keys and values to organise and select objects by."),
    annotations: textMap("Keys and values for tools; not for selection."),
    uid: text("Unique in time and space; set by the server."),
    resourceVersion: text("Changes with every write; guards updates, and is where a watch begins."),
    generation: { type: "integer", format: "int64", description: "Counts changes of the desired state." },
    creationTimestamp: time("When the server created it."),
    deletionTimestamp: time("When its deletion was asked for; it goes when its finalizers are gone."),
    deletionGracePeriodSeconds: {
      type: "integer",
      format: "int64",
      description: "Set with deletionTimestamp.",
    },
    finalizers: {
      ...texts("What must be done before it may go."),
      "x-kubernetes-list-type": "set",
    },
    ownerReferences: {
      type: "array",
      items: OWNER_REFERENCE,
      description: "The objects it depends on; it is collected when all are gone.",
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["uid"],
    },
    managedFields: {
      type: "array",
      items: MANAGED_FIELDS_ENTRY,
      description: "Which manager owns which fields.",
      "x-kubernetes-list-type": "atomic",
    },
    selfLink: text("No longer set."),
  },
};
