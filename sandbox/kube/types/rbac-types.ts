import { isJsonObject, type JsonObject, listAt, objectAt, stringAt } from "../json-value.ts";
import type { Schema } from "../schema/schema.ts";
import { builtIn } from "./built-in.ts";
import { AGE, column } from "./table-column.ts";

const GROUP = "rbac.authorization.k8s.io";
const text = (description: string): Schema => ({ type: "string", description });
const texts = (description: string): Schema => ({ type: "array", items: { type: "string" }, description });

const RULES: Schema = {
  type: "array",
  description: "What the role permits.",
  items: {
    type: "object",
    properties: {
      verbs: texts("What may be done; * for everything."),
      apiGroups: texts("The groups of the resources; an empty name is the core group."),
      resources: texts("Plurals, or plural/subresource; * for all."),
      resourceNames: texts("Only the objects of these names."),
      nonResourceURLs: texts("Paths that name no resource; a * at the end stands for any rest."),
    },
  },
};

const ROLE_SCHEMA: Schema = {
  type: "object",
  description: "A set of permissions.",
  properties: { rules: RULES },
};

const CLUSTER_ROLE_SCHEMA: Schema = {
  ...ROLE_SCHEMA,
  properties: {
    rules: RULES,
    aggregationRule: {
      type: "object",
      "x-kubernetes-preserve-unknown-fields": true,
      description: "Not followed.",
    },
  },
};

const BINDING_SCHEMA: Schema = {
  type: "object",
  description: "Gives a role to subjects.",
  properties: {
    roleRef: {
      type: "object",
      description: "The role.",
      "x-kubernetes-map-type": "atomic",
      properties: {
        apiGroup: text("Its group."),
        kind: text("Role or ClusterRole."),
        name: text("Its name."),
      },
    },
    subjects: {
      type: "array",
      description: "Who gets it.",
      items: {
        type: "object",
        properties: {
          kind: text("User, Group or ServiceAccount."),
          apiGroup: text("The group of the subject's kind."),
          name: text("The name."),
          namespace: text("The namespace of a ServiceAccount."),
        },
      },
    },
  },
};

function showRole(binding: JsonObject): string {
  const reference = objectAt(binding, "roleRef");
  return `${stringAt(reference, "kind")}/${stringAt(reference, "name")}`;
}

function showSubjects(binding: JsonObject): string {
  const subjects = listAt(binding, "subjects").filter(isJsonObject);
  return subjects.map((subject) => `${stringAt(subject, "kind")}/${stringAt(subject, "name")}`).join(", ");
}

const CREATED = column("Created At", ".metadata.creationTimestamp");
const BINDING_COLUMNS = [column("Role", showRole), AGE, { ...column("Subjects", showSubjects), priority: 1 }];

export const ROLES = builtIn({
  group: GROUP,
  names: "pathSegment",
  kind: "Role",
  plural: "roles",
  schema: ROLE_SCHEMA,
  columns: [CREATED],
});

export const CLUSTER_ROLES = builtIn({
  group: GROUP,
  names: "pathSegment",
  kind: "ClusterRole",
  plural: "clusterroles",
  schema: CLUSTER_ROLE_SCHEMA,
  namespaced: false,
  columns: [CREATED],
});

export const ROLE_BINDINGS = builtIn({
  group: GROUP,
  names: "pathSegment",
  kind: "RoleBinding",
  plural: "rolebindings",
  schema: BINDING_SCHEMA,
  columns: BINDING_COLUMNS,
});

export const CLUSTER_ROLE_BINDINGS = builtIn({
  group: GROUP,
  names: "pathSegment",
  kind: "ClusterRoleBinding",
  plural: "clusterrolebindings",
  schema: BINDING_SCHEMA,
  namespaced: false,
  columns: BINDING_COLUMNS,
});
