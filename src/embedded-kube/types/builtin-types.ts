import { type PrinterColumn, type ResourceType, typeKey } from "./resource-type.ts";

interface BuiltIn {
  readonly group?: string;
  readonly version?: string;
  readonly kind: string;
  readonly plural: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly namespaced?: boolean;
  readonly status?: boolean;
  readonly countsGenerations?: boolean;
  readonly columns?: readonly PrinterColumn[];
  readonly selectableFields?: readonly string[];
}

function column(name: string, jsonPath: string, type = "string"): PrinterColumn {
  return { name, jsonPath, type };
}

const AGE = column("Age", ".metadata.creationTimestamp", "date");

function builtIn(options: BuiltIn): ResourceType {
  const { kind, plural, columns = [AGE] } = options;
  return {
    group: options.group ?? "",
    plural,
    singular: kind.toLowerCase(),
    kind,
    listKind: `${kind}List`,
    shortNames: options.shortNames ?? [],
    categories: options.categories ?? [],
    namespaced: options.namespaced ?? true,
    custom: false,
    countsGenerations: options.countsGenerations ?? false,
    versions: [
      {
        name: options.version ?? "v1",
        statusSubresource: options.status ?? false,
        columns,
        selectableFields: options.selectableFields ?? [],
      },
    ],
  };
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
  plural: "serviceaccounts",
  shortNames: ["sa"],
});

export const DEFINITIONS = builtIn({
  group: "apiextensions.k8s.io",
  kind: "CustomResourceDefinition",
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
  builtIn({ kind: "ConfigMap", plural: "configmaps", shortNames: ["cm"] }),
  builtIn({
    kind: "Secret",
    plural: "secrets",
    columns: [column("Type", ".type"), AGE],
    selectableFields: ["type"],
  }),
  builtIn({
    kind: "Event",
    plural: "events",
    shortNames: ["ev"],
    columns: [
      column("Last Seen", ".lastTimestamp", "date"),
      column("Type", ".type"),
      column("Reason", ".reason"),
      column("Object", ".involvedObject.name"),
      column("Message", ".message"),
    ],
    selectableFields: EVENT_FIELDS,
  }),
  builtIn({
    group: "coordination.k8s.io",
    kind: "Lease",
    plural: "leases",
    columns: [column("Holder", ".spec.holderIdentity"), AGE],
  }),
];
