// What a ServiceAccount may do by the manifests, as Kubernetes' RBAC reads them: grants only add up, nothing is denied.
import type { KubeObject } from "../../src/kube/kube-api.ts";

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

interface Role extends KubeObject {
  readonly rules: readonly Rule[];
}

interface Binding extends KubeObject {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects: readonly { readonly kind: string; readonly name: string; readonly namespace: string }[];
}

/** One verb on one resource, like `update customruns/status`. */
export interface Grant {
  /** Absent: in every namespace, and on what has none. */
  readonly namespace?: string;
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
  /** Absent: on every object. */
  readonly name?: string;
}

/** One request, as an authorizer sees it. */
export interface Access {
  readonly namespace: string | undefined;
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
  readonly name: string | undefined;
}

/** Every grant that the bindings among these objects give to the ServiceAccount `name`. */
export function listGrants(objects: readonly KubeObject[], name: string): readonly Grant[] {
  return objects
    .filter(
      (object): object is Binding => object.kind === "RoleBinding" || object.kind === "ClusterRoleBinding",
    )
    .filter(({ subjects }) =>
      subjects.some((subject) => subject.kind === "ServiceAccount" && subject.name === name),
    )
    .flatMap((binding) => listGrantsOf(binding, findRole(objects, binding)));
}

export function isGranted(grant: Grant, access: Access): boolean {
  return (
    (grant.namespace === undefined || grant.namespace === access.namespace) &&
    grant.group === access.group &&
    grant.resource === access.resource &&
    grant.verb === access.verb &&
    (grant.name === undefined || grant.name === access.name)
  );
}

function findRole(objects: readonly KubeObject[], { metadata, roleRef }: Binding): Role {
  const role = objects.find(
    (object) =>
      object.kind === roleRef.kind &&
      object.metadata.name === roleRef.name &&
      (roleRef.kind === "ClusterRole" || object.metadata.namespace === metadata.namespace),
  );
  if (role === undefined)
    throw new Error(`${metadata.name} binds ${roleRef.kind} ${roleRef.name}, which is not there`);
  return role as Role;
}

function listGrantsOf(binding: Binding, { rules }: Role): readonly Grant[] {
  const where = binding.kind === "RoleBinding" ? { namespace: binding.metadata.namespace ?? "" } : {};
  return rules.flatMap(({ apiGroups, resources, resourceNames, verbs }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) =>
        verbs.flatMap((verb) =>
          (resourceNames ?? [undefined]).map((name) => ({
            ...where,
            group,
            resource,
            verb,
            ...(name === undefined ? {} : { name }),
          })),
        ),
      ),
    ),
  );
}
