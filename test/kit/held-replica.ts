// A replica whose watches are held: its caches know what they were shown, and what it itself has read or written.
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../../src/objects/resources.ts";
import type { KubeApi, KubeObject, ObjectRef, Resource } from "../../src/kube/kube-api.ts";
import { ObjectStore } from "../../src/kube/object-store.ts";
import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import type { CustomRun } from "../../src/objects/run/custom-run.ts";
import type { PipelineRun } from "../../src/objects/run/pipeline-run.ts";
import { systemClock, type Clock } from "../../src/std/clock.ts";
import { silentLogger } from "../../src/std/logger.ts";
import { EventRecorder } from "../../src/controller/event-recorder.ts";
import { keepPipelineRun } from "../../src/cluster/keep-pipeline-run.ts";
import { keepApproval, keepRun } from "../../src/cluster/keep.ts";
import type { WatchedKind } from "../../src/cluster/watch-cluster.ts";
import { Patience } from "../../src/controller/patience.ts";
import { reconcile, type ReconcileDependencies } from "../../src/controller/reconciler.ts";

export const BASE_URL = "http://localhost:9000";

function hold<T>(store: ObjectStore<T>): Pick<WatchedKind<T>, "get" | "observe"> {
  return { get: (ref) => store.get(ref), observe: (object) => store.upsert(object) };
}

export class HeldReplica {
  readonly runs: ObjectStore<CustomRun>;
  readonly approvals: ObjectStore<ApprovalTask>;
  readonly pipelineRuns: ObjectStore<PipelineRun>;
  readonly #deps: ReconcileDependencies;

  constructor(api: KubeApi, clock: Clock = systemClock) {
    const options = { clock, logger: silentLogger, emit: () => {} };
    this.runs = new ObjectStore({ ...options, keep: keepRun });
    this.approvals = new ObjectStore({ ...options, keep: keepApproval });
    this.pipelineRuns = new ObjectStore({ ...options, keep: keepPipelineRun });
    this.#deps = {
      ...options,
      api,
      baseUrl: BASE_URL,
      cluster: {
        runs: hold(this.runs),
        approvals: hold(this.approvals),
        pipelineRuns: hold(this.pipelineRuns),
      },
      patience: new Patience(),
      events: new EventRecorder({ ...options, api }),
    };
  }

  /** The watch has got as far as this object, as it is at the API server now. */
  async see(resource: Resource, ref: ObjectRef): Promise<KubeObject> {
    const object = await this.#deps.api.get<KubeObject>(resource, ref);
    if (resource === CUSTOM_RUNS) this.runs.upsert(object);
    else if (resource === APPROVAL_TASKS) this.approvals.upsert(object);
    else this.pipelineRuns.upsert(object);
    return object;
  }

  async reconcile(ref: { readonly namespace: string; readonly name: string }): Promise<number | undefined> {
    return await reconcile(this.#deps, ref);
  }
}
