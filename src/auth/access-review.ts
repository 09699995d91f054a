import type { CallOptions, KubeApi, KubeObject, ObjectRef, Resource } from "../kube/kube-api.ts";
import { KUBERNETES_ISSUER } from "../std/issuers.ts";
import type { Principal } from "./principal.ts";

const SUBJECT_ACCESS_REVIEWS: Resource = {
  group: "authorization.k8s.io",
  version: "v1",
  plural: "subjectaccessreviews",
  kind: "SubjectAccessReview",
  namespaced: false,
};

interface SubjectAccessReview extends KubeObject {
  readonly spec: {
    readonly user: string;
    readonly groups: readonly string[];
    readonly resourceAttributes: Readonly<Record<string, string>>;
  };
  readonly status?: { readonly allowed?: boolean; readonly denied?: boolean };
}

/** Whether somebody may vote on that approval, by what else than the approval says. Rejects as `KubeApi.create` does. */
export type Authorize = (
  person: Pick<Principal, "issuer" | "name" | "groups">,
  approval: Required<ObjectRef>,
  options: CallOptions,
) => Promise<boolean>;

/**
 * Asks the API server whether this account has the verb `approve` on that ApprovalTask. Of whom it does not know, it is
 * not asked: what another authenticator calls somebody is no name of an account here.
 */
export function createAccessReview(api: KubeApi): Authorize {
  return async ({ issuer, name, groups }, approval, options) => {
    if (issuer !== KUBERNETES_ISSUER) return true;
    const resourceAttributes = {
      verb: "approve",
      group: "tekton.automatiko.io",
      resource: "approvaltasks",
      namespace: approval.namespace,
      name: approval.name,
    };
    const { status } = await api.create<SubjectAccessReview>(
      SUBJECT_ACCESS_REVIEWS,
      {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SubjectAccessReview",
        metadata: { name: "" },
        spec: { user: name, groups, resourceAttributes },
      },
      options,
    );
    return status?.allowed === true && status.denied !== true;
  };
}
