import { isJsonObject, type JsonObject, listAt, objectAt, stringAt } from "../json-value.ts";
import {
  CONFIG_MAP_SCHEMA,
  DEFINITION_SCHEMA,
  EVENT_SCHEMA,
  LEASE_SCHEMA,
  NAMESPACE_SCHEMA,
  SECRET_SCHEMA,
  SERVICE_ACCOUNT_SCHEMA,
} from "./builtin-schemas.ts";
import { type ResourceType, typeKey } from "./resource-type.ts";
import { CLUSTER_ROLE_BINDINGS, CLUSTER_ROLES, ROLE_BINDINGS, ROLES } from "./rbac-types.ts";
import { AGE, column } from "./table-column.ts";
import { builtIn } from "./built-in.ts";

function countData(object: JsonObject): number {
  return Object.keys(objectAt(object, "data")).length + Object.keys(objectAt(object, "binaryData")).length;
}

/** `kind/name` of what an Event is about. */
function showInvolved(object: JsonObject): string {
  const involved = objectAt(object, "involvedObject");
  return `${(stringAt(involved, "kind") ?? "").toLowerCase()}/${stringAt(involved, "name") ?? ""}`;
}

function readLastSeen(object: JsonObject): unknown {
  const series = object["series"];
  const observed = isJsonObject(series) ? series["lastObservedTime"] : undefined;
  const { lastTimestamp, firstTimestamp, eventTime } = object;
  return observed ?? lastTimestamp ?? firstTimestamp ?? eventTime;
}

const EVENT_FIELDS = [
  "involvedObject.kind",
  "involvedObject.namespace",
  "involvedObject.name",
  "involvedObject.uid",
  "involvedObject.apiVersion",
  "involvedObject.resourceVersion",
  "involvedObject.fieldPath",
  "reason",
  "reportingComponent",
  "source",
  "type",
];

export const NAMESPACES = builtIn({
  kind: "Namespace",
  schema: NAMESPACE_SCHEMA,
  plural: "namespaces",
  shortNames: ["ns"],
  namespaced: false,
  status: true,
  columns: [column("Status", ".status.phase"), AGE],
  selectableFields: ["status.phase"],
});

/** True for namespaces: one that is deleted stays until its controller has emptied it. */
export function holdsContent(type: Pick<ResourceType, "group" | "plural">): boolean {
  return typeKey(type) === typeKey(NAMESPACES);
}

export const SERVICE_ACCOUNTS = builtIn({
  kind: "ServiceAccount",
  schema: SERVICE_ACCOUNT_SCHEMA,
  plural: "serviceaccounts",
  shortNames: ["sa"],
  columns: [column("Secrets", (object) => listAt(object, "secrets").length, "integer"), AGE],
});

export const DEFINITIONS = builtIn({
  group: "apiextensions.k8s.io",
  kind: "CustomResourceDefinition",
  unconditionalUpdates: false,
  schema: DEFINITION_SCHEMA,
  plural: "customresourcedefinitions",
  shortNames: ["crd", "crds"],
  categories: ["api-extensions"],
  namespaced: false,
  status: true,
  countsGenerations: true,
  columns: [column("Created At", ".metadata.creationTimestamp")],
});

/** The types every cluster has, as far as they are imitated. */
export const BUILT_IN_TYPES: readonly ResourceType[] = [
  NAMESPACES,
  SERVICE_ACCOUNTS,
  DEFINITIONS,
  ROLES,
  ROLE_BINDINGS,
  CLUSTER_ROLES,
  CLUSTER_ROLE_BINDINGS,
  builtIn({
    kind: "ConfigMap",
    schema: CONFIG_MAP_SCHEMA,
    plural: "configmaps",
    shortNames: ["cm"],
    columns: [column("Data", countData, "integer"), AGE],
  }),
  builtIn({
    kind: "Secret",
    schema: SECRET_SCHEMA,
    plural: "secrets",
    columns: [column("Type", ".type"), column("Data", countData, "integer"), AGE],
    selectableFields: ["type"],
  }),
  builtIn({
    kind: "Event",
    schema: EVENT_SCHEMA,
    plural: "events",
    shortNames: ["ev"],
    columns: [
      column("Last Seen", readLastSeen, "date"),
      column("Type", ".type"),
      column("Reason", ".reason"),
      column("Object", showInvolved),
      column("Message", ".message"),
    ],
    selectableFields: EVENT_FIELDS,
  }),
  builtIn({
    group: "coordination.k8s.io",
    kind: "Lease",
    unconditionalUpdates: false,
    schema: LEASE_SCHEMA,
    plural: "leases",
    columns: [column("Holder", ".spec.holderIdentity"), AGE],
  }),
];
