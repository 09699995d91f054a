// The messages that kubectl sends in protobuf, by the numbers of `generated.proto` in k8s.io/api and k8s.io/apimachinery.
import type { MessageType } from "./read-message.ts";

const OWNER_REFERENCE: MessageType = {
  1: ["kind", "text"],
  3: ["name", "text"],
  4: ["uid", "text"],
  5: ["apiVersion", "text"],
  6: ["controller", "flag"],
  7: ["blockOwnerDeletion", "flag"],
};

const OBJECT_META: MessageType = {
  1: ["name", "text"],
  2: ["generateName", "text"],
  3: ["namespace", "text"],
  4: ["selfLink", "text"],
  5: ["uid", "text"],
  6: ["resourceVersion", "text"],
  7: ["generation", "number"],
  8: ["creationTimestamp", "time"],
  9: ["deletionTimestamp", "time"],
  10: ["deletionGracePeriodSeconds", "number"],
  11: ["labels", "textMap"],
  12: ["annotations", "textMap"],
  13: ["ownerReferences", { many: OWNER_REFERENCE }],
  14: ["finalizers", "texts"],
};

/** A message whose first field is `metadata`, as that of every object. */
function objectOf(fields: MessageType): MessageType {
  return { 1: ["metadata", { one: OBJECT_META }], ...fields };
}

const OBJECT_REFERENCE: MessageType = {
  1: ["kind", "text"],
  2: ["namespace", "text"],
  3: ["name", "text"],
  4: ["uid", "text"],
  5: ["apiVersion", "text"],
  6: ["resourceVersion", "text"],
  7: ["fieldPath", "text"],
};

const POLICY_RULE: MessageType = {
  1: ["verbs", "texts"],
  2: ["apiGroups", "texts"],
  3: ["resources", "texts"],
  4: ["resourceNames", "texts"],
  5: ["nonResourceURLs", "texts"],
};

const SUBJECT: MessageType = {
  1: ["kind", "text"],
  2: ["apiGroup", "text"],
  3: ["name", "text"],
  4: ["namespace", "text"],
};

const ROLE = objectOf({ 2: ["rules", { many: POLICY_RULE }] });
const BINDING = objectOf({
  2: ["subjects", { many: SUBJECT }],
  3: ["roleRef", { one: { 1: ["apiGroup", "text"], 2: ["kind", "text"], 3: ["name", "text"] } }],
});

const RESOURCE_ATTRIBUTES: MessageType = {
  1: ["namespace", "text"],
  2: ["verb", "text"],
  3: ["group", "text"],
  4: ["version", "text"],
  5: ["resource", "text"],
  6: ["subresource", "text"],
  7: ["name", "text"],
};

const ACCESS_STATUS: MessageType = {
  1: ["allowed", "flag"],
  2: ["reason", "text"],
  3: ["evaluationError", "text"],
  4: ["denied", "flag"],
};

const TOKEN_REQUEST_SPEC: MessageType = {
  1: ["audiences", "texts"],
  3: [
    "boundObjectRef",
    { one: { 1: ["kind", "text"], 2: ["apiVersion", "text"], 3: ["name", "text"], 4: ["uid", "text"] } },
  ],
  4: ["expirationSeconds", "number"],
};

/** By API version and kind. */
export const MESSAGE_TYPES: ReadonlyMap<string, MessageType> = new Map([
  [
    "v1 Namespace",
    objectOf({
      2: ["spec", { one: { 1: ["finalizers", "texts"] } }],
      3: ["status", { one: { 1: ["phase", "text"] } }],
    }),
  ],
  [
    "v1 ConfigMap",
    objectOf({ 2: ["data", "textMap"], 3: ["binaryData", "bytesMap"], 4: ["immutable", "flag"] }),
  ],
  [
    "v1 Secret",
    objectOf({
      2: ["data", "bytesMap"],
      3: ["type", "text"],
      4: ["stringData", "textMap"],
      5: ["immutable", "flag"],
    }),
  ],
  [
    "v1 ServiceAccount",
    objectOf({
      2: ["secrets", { many: OBJECT_REFERENCE }],
      3: ["imagePullSecrets", { many: { 1: ["name", "text"] } }],
      4: ["automountServiceAccountToken", "flag"],
    }),
  ],
  ["rbac.authorization.k8s.io/v1 Role", ROLE],
  ["rbac.authorization.k8s.io/v1 ClusterRole", ROLE],
  ["rbac.authorization.k8s.io/v1 RoleBinding", BINDING],
  ["rbac.authorization.k8s.io/v1 ClusterRoleBinding", BINDING],
  [
    "authentication.k8s.io/v1 TokenRequest",
    objectOf({
      2: ["spec", { one: TOKEN_REQUEST_SPEC }],
      3: ["status", { one: { 1: ["token", "text"], 2: ["expirationTimestamp", "time"] } }],
    }),
  ],
  [
    "authentication.k8s.io/v1 SelfSubjectReview",
    objectOf({
      2: [
        "status",
        {
          one: {
            1: ["userInfo", { one: { 1: ["username", "text"], 2: ["uid", "text"], 3: ["groups", "texts"] } }],
          },
        },
      ],
    }),
  ],
  [
    "authorization.k8s.io/v1 SelfSubjectAccessReview",
    objectOf({
      2: [
        "spec",
        {
          one: {
            1: ["resourceAttributes", { one: RESOURCE_ATTRIBUTES }],
            2: ["nonResourceAttributes", { one: { 1: ["path", "text"], 2: ["verb", "text"] } }],
          },
        },
      ],
      3: ["status", { one: ACCESS_STATUS }],
    }),
  ],
]);
