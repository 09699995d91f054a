import type { KubeObject } from "../kube/kube-api.ts";

/** What names an object of a namespace, as runs and approvals are. */
export function refOf({ metadata: { namespace = "", name } }: Pick<KubeObject, "metadata">) {
  return { namespace, name };
}
