// What the schedule itself does: Tekton's part, people at the cluster, and people who vote.
import type { KubeApi, ObjectRef, OwnerReference, Resource } from "../../src/kube/kube-api.ts";
import { KubeError } from "../../src/kube/kube-error.ts";
import type { CustomRun } from "../../src/objects/run/custom-run.ts";
import type { PipelineRun } from "../../src/objects/run/pipeline-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS, PIPELINE_RUNS } from "../../src/objects/resources.ts";
import { formatTime, type Clock } from "../../src/std/clock.ts";
import type { Cluster } from "./cluster.ts";
import type { Ask, Happening, Propagation } from "./schedule.ts";
import { makeAskingRun } from "../../test/kit/make-run.ts";
import { makePipelineRun } from "../../test/kit/make-pipeline-run.ts";

const NAMESPACE = "default";
const FINALIZER = "example.com/hold";

/** What is not there, there already or on its way out is no fault: a schedule does not look before it acts. */
function ignoreRefusal(error: unknown): undefined {
  if (error instanceof KubeError && [404, 409, 422].includes(error.status.code)) return undefined;
  throw error;
}

export type ClusterHappening = Extract<
  Happening,
  {
    readonly what:
      | "createRun"
      | "deleteRun"
      | "cancelRun"
      | "endRun"
      | "finishPipelineRun"
      | "deletePipelineRun"
      | "deleteApproval"
      | "holdRun"
      | "holdApproval"
      | "letRunGo"
      | "letApprovalGo";
  }
>;

export class Scene {
  readonly #cluster: Cluster;
  readonly #clock: Clock;

  constructor(cluster: Cluster, clock: Clock) {
    this.#cluster = cluster;
    this.#clock = clock;
  }

  async play(happening: ClusterHappening): Promise<void> {
    try {
      await this.#play(happening);
    } catch (error) {
      ignoreRefusal(error);
    }
  }

  async #play(happening: ClusterHappening): Promise<unknown> {
    const ref = refTo(happening.name);
    switch (happening.what) {
      case "createRun":
        return await this.#createRun(happening.name, happening.ask);
      case "deleteRun":
        return await this.#delete(CUSTOM_RUNS, ref, happening.propagation);
      case "cancelRun":
        return await this.#act((api) =>
          api.patch<CustomRun>(CUSTOM_RUNS, ref, {
            type: "merge",
            body: { spec: { status: "RunCancelled", statusMessage: "Cancelled by the schedule." } },
          }),
        );
      case "endRun":
        return await this.#endRun(ref);
      case "finishPipelineRun":
        return await this.#finishPipelineRun(refTo(pipelineRunOf(happening.name)));
      case "deletePipelineRun":
        return await this.#delete(PIPELINE_RUNS, refTo(pipelineRunOf(happening.name)), happening.propagation);
      case "deleteApproval":
        return await this.#delete(APPROVAL_TASKS, ref, "Background");
      case "holdRun":
        return await this.#setFinalizers(CUSTOM_RUNS, ref, [FINALIZER]);
      case "letRunGo":
        return await this.#setFinalizers(CUSTOM_RUNS, ref, []);
      case "holdApproval":
        return await this.#setFinalizers(APPROVAL_TASKS, ref, [FINALIZER]);
      case "letApprovalGo":
        return await this.#setFinalizers(APPROVAL_TASKS, ref, []);
    }
  }

  async #createRun(name: string, ask: Ask): Promise<unknown> {
    if (!ask.pipeline) return await this.#act((api) => api.create(CUSTOM_RUNS, makeRun(name, ask, [])));
    const pipelineRun = await this.#openPipelineRun(pipelineRunOf(name));
    const { uid = "" } = pipelineRun.metadata;
    const { apiVersion, kind } = pipelineRun;
    const owner = {
      apiVersion,
      kind,
      name: pipelineRun.metadata.name,
      uid,
      controller: true,
      blockOwnerDeletion: true,
    };
    const run = makeRun(name, ask, [owner]);
    const created = await this.#act((api) => api.create(CUSTOM_RUNS, run));
    const child = { apiVersion: run.apiVersion, kind: run.kind, name, pipelineTaskName: name };
    const status = { ...pipelineRun.status, childReferences: [child] };
    await this.#act((api) => api.updateStatus(PIPELINE_RUNS, { ...pipelineRun, status }));
    return created;
  }

  /** The one that is there, if it still runs. */
  async #openPipelineRun(name: string): Promise<PipelineRun> {
    const made = makePipelineRun(name, { namespace: NAMESPACE });
    try {
      const created = await this.#act((api) => api.create(PIPELINE_RUNS, made));
      const status = {
        startTime: formatTime(this.#clock.now()),
        conditions: [{ type: "Succeeded", status: "Unknown" as const }],
      };
      return await this.#act((api) => api.updateStatus(PIPELINE_RUNS, { ...created, status }));
    } catch (error) {
      ignoreRefusal(error);
      return await this.#act((api) => api.get<PipelineRun>(PIPELINE_RUNS, refTo(name)));
    }
  }

  async #endRun(ref: ObjectRef): Promise<unknown> {
    const run = await this.#act((api) => api.get<CustomRun>(CUSTOM_RUNS, ref));
    if (run.status?.completionTime !== undefined) return;
    const now = formatTime(this.#clock.now());
    const condition = {
      type: "Succeeded",
      status: "False",
      reason: "EndedBySomebody",
      message: "Ended by the schedule.",
      lastTransitionTime: now,
    } as const;
    const status = { ...run.status, completionTime: now, conditions: [condition] };
    return await this.#act((api) => api.updateStatus(CUSTOM_RUNS, { ...run, status }));
  }

  async #finishPipelineRun(ref: ObjectRef): Promise<unknown> {
    const pipelineRun = await this.#act((api) => api.get<PipelineRun>(PIPELINE_RUNS, ref));
    const conditions = [{ type: "Succeeded", status: "False", reason: "Failed" } as const];
    const status = { ...pipelineRun.status, conditions, completionTime: formatTime(this.#clock.now()) };
    return await this.#act((api) => api.updateStatus(PIPELINE_RUNS, { ...pipelineRun, status }));
  }

  async #setFinalizers(resource: Resource, ref: ObjectRef, finalizers: readonly string[]): Promise<unknown> {
    const found = await this.#act((api) => api.get(resource, ref));
    // Those of the garbage collector are not ours to take off.
    const others = (found.metadata.finalizers ?? []).filter((each) => each !== FINALIZER);
    const { resourceVersion } = found.metadata;
    const body = { metadata: { resourceVersion, finalizers: [...others, ...finalizers] } };
    return await this.#act((api) => api.patch(resource, ref, { type: "merge", body }));
  }

  async #delete(resource: Resource, ref: ObjectRef, propagationPolicy: Propagation): Promise<unknown> {
    return await this.#act((api) => api.delete(resource, ref, { propagationPolicy }));
  }

  #act<T>(request: (api: KubeApi) => Promise<T>): Promise<T> {
    return this.#cluster.act("schedule", request);
  }
}

function refTo(name: string): { readonly namespace: string; readonly name: string } {
  return { namespace: NAMESPACE, name };
}

function pipelineRunOf(name: string): string {
  return `${name}-pipeline`;
}

function makeRun(name: string, ask: Ask, ownerReferences: readonly OwnerReference[]): CustomRun {
  const { strategy, approvers, groups, approvalsRequired, timeoutMs, retries, onReject } = ask;
  const params = {
    strategy,
    ...(approvers.length === 0 ? {} : { approvers }),
    ...(groups.length === 0 ? {} : { groups }),
    ...(approvalsRequired === undefined ? {} : { approvalsRequired: String(approvalsRequired) }),
    ...(onReject === undefined ? {} : { onReject }),
  };
  return makeAskingRun(name, params, {
    namespace: NAMESPACE,
    metadata: { ownerReferences },
    ...(timeoutMs === undefined ? {} : { timeout: `${timeoutMs / 1000}s` }),
    ...(retries === undefined ? {} : { retries }),
  });
}
