import type { ObjectRef } from "../../kube/kube-api.ts";

/** Where an approval is shown: the form while it is pending, what was decided afterwards. */
export function approvalPath({ namespace = "", name }: ObjectRef): string {
  return `/approvals/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
}

/** The same for whoever is elsewhere. `baseUrl` ends without a slash. */
export function approvalUrl(baseUrl: string, ref: ObjectRef): string {
  return `${baseUrl}${approvalPath(ref)}`;
}
