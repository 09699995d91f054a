// Where a run stands, from outside: read from the API server, with no code of the product's that decides it.
import type { KubeObject } from "../../../src/kube/kube-api.ts";
import { isObject, type Json, type JsonObject } from "../world/json.ts";

/** As it lies in the cluster: of any shape. */
export type RawObject = KubeObject & { readonly spec?: Json; readonly status?: Json };

export type Standing =
  | { readonly kind: "not ours" }
  | { readonly kind: "ended" }
  /** People are asked. */
  | { readonly kind: "asked" }
  /** The ApprovalTask of its name is on its way out, and somebody's finalizer holds it. */
  | { readonly kind: "waits for a deletion" }
  | { readonly kind: "stuck"; readonly why: string };

/** `task` is the ApprovalTask of the run's name, where there is one. */
export function judgeRun(run: RawObject, task: RawObject | undefined): Standing {
  if (!isOurs(run)) return { kind: "not ours" };
  const condition = succeededOf(run);
  if (condition !== undefined && condition["status"] !== "Unknown") return judgeEnd(run, condition);
  if (run.metadata.deletionTimestamp !== undefined) return stuck("is being deleted and has not ended");
  if (task?.metadata.deletionTimestamp !== undefined) return { kind: "waits for a deletion" };
  if (task === undefined) return stuck("has neither ended nor an ApprovalTask");
  const status = isObject(task.status) ? task.status : {};
  if (status["decision"] !== undefined) return stuck("is decided and has not ended");
  if (!task.metadata.ownerReferences?.some(({ uid }) => uid === run.metadata.uid))
    return stuck("waits beside an ApprovalTask that is not its own");
  if (status["startTime"] === undefined) return stuck("has an ApprovalTask that asks nobody");
  return { kind: "asked" };
}

/** What we ended has our results, and says why. An end that others wrote is theirs. */
function judgeEnd({ status }: RawObject, { reason }: JsonObject): Standing {
  const results = isObject(status) ? status["results"] : undefined;
  const names = Array.isArray(results)
    ? (results as readonly Json[]).filter(isObject).map(({ name }) => name)
    : [];
  const isOurEnd = ["decision", "approvedBy", "rejectedBy"].every((name) => names.includes(name));
  return isOurEnd && (reason ?? "") === "" ? stuck("has ended without a reason") : { kind: "ended" };
}

function stuck(why: string): Standing {
  return { kind: "stuck", why };
}

/** Contract C3, C37: what Tekton itself would take for ours, and for done. */
function isOurs({ spec }: RawObject): boolean {
  if (!isObject(spec)) return false;
  const reference = spec["customRef"] ?? spec["customSpec"];
  if (!isObject(reference)) return false;
  return reference["apiVersion"] === "tekton.automatiko.io/v1beta1" && reference["kind"] === "ApprovalTask";
}

function succeededOf({ status }: RawObject): JsonObject | undefined {
  const conditions = isObject(status) ? status["conditions"] : undefined;
  return Array.isArray(conditions)
    ? (conditions as readonly Json[]).filter(isObject).find(({ type }) => type === "Succeeded")
    : undefined;
}
