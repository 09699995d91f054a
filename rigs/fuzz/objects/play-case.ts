import { setTimeout as sleep } from "node:timers/promises";
import { KubeError } from "../../../src/kube/kube-error.ts";
import type { KubeObject, ObjectRef, Resource } from "../../../src/kube/kube-api.ts";
import { readIfThere } from "../../../src/kube/read-if-there.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS, PIPELINE_RUNS } from "../../../src/objects/resources.ts";
import { countStoredJson } from "../../../src/std/stored-bytes.ts";
import { type FuzzCluster, GUARDED, UNGUARDED } from "../world/fuzz-cluster.ts";
import { isObject, type Json, type JsonObject, writeOut } from "../world/json.ts";
import type { Act, Kind, ObjectCase } from "./object-case.ts";

const RESOURCES: Readonly<Record<Kind, Resource>> = {
  CustomRun: CUSTOM_RUNS,
  ApprovalTask: APPROVAL_TASKS,
  PipelineRun: PIPELINE_RUNS,
};

/** etcd takes 1.5 MiB: what is larger was never stored, and to what is as large nobody could write an end. */
const MOST_BYTES = 1_500_000;

/** What became of a case's acts. */
export interface Played {
  /** Objects that are, or were for a while, in the cluster. */
  readonly stored: number;
  /** What admission or the API server refused: 4xx. */
  readonly refused: number;
}

/** Does what a case says, under a name of its own. Rejects when the embedded API itself fails. */
export async function playCase(
  cluster: FuzzCluster,
  { door, acts }: ObjectCase,
  name: string,
): Promise<Played> {
  const ref = { namespace: door === "webhook" ? GUARDED : UNGUARDED, name };
  const refs: Record<string, string> = { name };
  let stored = 0;
  let refused = 0;
  for (const act of acts) {
    if (act.afterMs !== undefined && act.afterMs > 0) await sleep(act.afterMs);
    const isDone = await attempt(() => (door === "store" ? plantAct : sendAct)(cluster, act, { ref, refs }));
    if (!isDone) refused += 1;
    else if (act.do === "create") {
      stored += 1;
      await learnUid(cluster, act.kind, { ref, refs });
    }
  }
  return { stored, refused };
}

interface Place {
  readonly ref: Required<ObjectRef>;
  /** What `$ref` stands for. */
  readonly refs: Record<string, string>;
}

/** False when it was refused. */
async function attempt(act: () => Promise<boolean>): Promise<boolean> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof KubeError && isRefusal(error)) return false;
    throw error;
  }
}

/** What is too large for etcd is 500, also from a real API server. */
function isRefusal({ status }: KubeError): boolean {
  return status.code < 500 || status.message.includes("request is too large");
}

async function sendAct({ api }: FuzzCluster, act: Act, { ref, refs }: Place): Promise<boolean> {
  const resource = RESOURCES[act.kind];
  switch (act.do) {
    case "create":
      await api.create(resource, build(act.kind, writeOut(act.object, refs), ref));
      return true;
    case "status": {
      const body = { status: writeOut(act.status, refs) };
      await api.patch(resource, ref, { type: "merge", subresource: "status", body });
      return true;
    }
    case "change":
      await api.patch(resource, ref, { type: "merge", body: writeOut(act.patch, refs) });
      return true;
    case "delete":
      await api.delete(resource, ref);
      return true;
  }
}

/** Past everything, where that makes a difference: a deletion has to go through the API server. */
async function plantAct(cluster: FuzzCluster, act: Act, place: Place): Promise<boolean> {
  const { ref, refs } = place;
  if (act.do === "delete" || act.do === "change") return await sendAct(cluster, act, place);
  if (act.do === "create") return plant(cluster, build(act.kind, writeOut(act.object, refs), ref));
  const there = await readIfThere(cluster.api, RESOURCES[act.kind], ref);
  return there !== undefined && plant(cluster, { ...there, status: writeOut(act.status, refs) });
}

function plant({ kube }: FuzzCluster, object: KubeObject & { readonly status?: Json }): boolean {
  if (countStoredJson(object) > MOST_BYTES) return false;
  kube.plant({ ...object });
  return true;
}

/** The whole object; what is not an object in a case becomes one where Kubernetes could not read it otherwise. */
function build(kind: Kind, json: Json, ref: Required<ObjectRef>): KubeObject {
  const made = isObject(json) ? json : {};
  const { group, version } = RESOURCES[kind];
  const metadata: JsonObject = { ...(isObject(made["metadata"]) ? made["metadata"] : {}), ...ref };
  return { ...made, apiVersion: `${group}/${version}`, kind, metadata } as unknown as KubeObject;
}

async function learnUid({ api }: FuzzCluster, kind: Kind, { ref, refs }: Place): Promise<void> {
  const there = await readIfThere(api, RESOURCES[kind], ref);
  const before = refs[kind];
  if (before !== undefined) refs[`former ${kind}`] = before;
  if (there?.metadata.uid !== undefined) refs[kind] = there.metadata.uid;
}
