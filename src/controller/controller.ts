// Drives approvals by what is watched. Decides in `plan`, writes in `apply` and nowhere else; never imports a page.
import { keyOf, parseKey } from "../approvals/approval-key.ts";
import type { Cluster } from "../cluster/watch-cluster.ts";
import type { KubeApi } from "../kube/kube-api.ts";
import type { ObjectChange } from "../kube/object-store.ts";
import type { ServerContact } from "../kube/server-contact.ts";
import { type QueueLoad, WorkQueue } from "../kube/work-queue.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { isFinished, type PipelineRun } from "../objects/run/pipeline-run.ts";
import { findPipelineRunOwner } from "../objects/approval/approval-spec.ts";
import { refOf } from "../objects/ref-of.ts";
import type { Clock } from "../std/clock.ts";
import type { ClockWatch } from "../std/clock-watch.ts";
import type { Logger } from "../std/logger.ts";
import type { Timers } from "../std/timers.ts";
import { EventRecorder } from "./event-recorder.ts";
import { findUnknownKind } from "./unknown-kind.ts";
import { KeysByUid } from "./keys-by-uid.ts";
import { findNextDeadline } from "./next-deadline.ts";
import { Patience } from "./patience.ts";
import type { TellingRules } from "./rule.ts";
import { reconcile, type ReconcileDependencies } from "./reconciler.ts";

export interface ControllerOptions {
  readonly api: KubeApi;
  readonly cluster: Cluster;
  readonly baseUrl: string;
  readonly clock: Clock;
  /** Tells when the API server is back: what failed is tried again then. */
  readonly contact?: ServerContact;
  /** The system's when absent. */
  readonly timers?: Timers;
  /** Tells when the clock was set; absent where nobody sets it. */
  readonly clockWatch?: Pick<ClockWatch, "onJump">;
  readonly logger: Logger;
  /** Who is told of approvals; nobody when absent. */
  readonly telling?: TellingRules;
}

/**
 * Follows runs, approvals and pipeline runs; each event only wakes the name it concerns. Two of these on one cluster are
 * harmless: every write is guarded, and the loser looks again.
 */
export class Controller {
  readonly #options: ControllerOptions;
  #subscriptions: readonly ((() => void) | undefined)[] = [];
  /** Absent while another replica does the work. */
  #queue: WorkQueue | undefined;
  /** What was there when the work began and has not been looked at since. */
  readonly #unseen = new Set<string>();
  readonly #events: EventRecorder;
  readonly #deps: ReconcileDependencies;
  /** Which names to look at when a pipeline run ends: by the run's owner, and by the frozen request. */
  readonly #runsByPipelineRun = new KeysByUid();
  readonly #approvalsByPipelineRun = new KeysByUid();

  constructor(options: ControllerOptions) {
    this.#options = options;
    this.#events = new EventRecorder(options);
    this.#deps = { ...options, patience: new Patience(), events: this.#events };
  }

  /** Hears of changes from now on, and so before the cluster starts. Does no work yet: see `resume`. */
  start(): void {
    const { cluster, contact, clockWatch } = this.#options;
    this.#subscriptions = [
      contact?.onReturn(() => this.#queue?.retryFailed()),
      cluster.subscribe({
        onRun: (change) => this.#onRun(change),
        onApproval: (change) => this.#onApproval(change),
        onPipelineRun: (change) => this.#onPipelineRun(change),
      }),
    ];
    // Waits are measured by timers, which do not follow the clock that deadlines are told by.
    clockWatch?.onJump((byMs) => this.#measureAnew(byMs));
  }

  /** Begins to work, with a look at everything that is there. The cluster has started by then. */
  resume(): void {
    if (this.#queue !== undefined) return;
    const { cluster, logger, timers } = this.#options;
    const queue = new WorkQueue({ logger, ...(timers && { timers }) });
    this.#queue = queue;
    for (const run of cluster.runs.values()) this.#unseen.add(keyOf(refOf(run)));
    for (const approval of cluster.approvals.values()) this.#unseen.add(keyOf(refOf(approval)));
    for (const key of this.#unseen) queue.add(key);
    for (const run of cluster.runs.values()) this.#events.record(run, findUnknownKind(run));
    queue.start((key) => this.#work(queue, key));
  }

  /** How many names are where in the queue of work; 0 while another replica works. */
  get load(): QueueLoad {
    return this.#queue?.load ?? { ready: 0, running: 0, delayed: 0, failing: 0 };
  }

  /** Stops to work and goes on listening; resolves when the work under way is done. */
  async pause(): Promise<void> {
    const queue = this.#queue;
    this.#queue = undefined;
    await queue?.stop();
    this.#unseen.clear();
  }

  /** Waits for the work under way and the Events of it. */
  async stop(): Promise<void> {
    for (const end of this.#subscriptions) end?.();
    await this.pause();
    await this.#events.stop();
  }

  async #work(queue: WorkQueue, key: string): Promise<void> {
    try {
      const isFirstLook = this.#unseen.has(key);
      const untilMs = await reconcile(this.#deps, parseKey(key), isFirstLook ? { isFirstLook } : {});
      this.#unseen.delete(key);
      if (untilMs !== undefined) queue.addAfter(key, Math.max(0, untilMs - this.#options.clock.now()));
    } catch (error) {
      this.#lookAgainInTime(queue, key);
      throw error;
    }
  }

  /** Whatever fails, and however long it is until it is tried again: a time-out is looked at when it comes. */
  #lookAgainInTime(queue: WorkQueue, key: string): void {
    const { cluster, clock } = this.#options;
    const ref = parseKey(key);
    const nowMs = clock.now();
    const deadlineMs = findNextDeadline(cluster.runs.get(ref), cluster.approvals.get(ref), nowMs);
    if (deadlineMs !== undefined) queue.addAfter(key, deadlineMs - nowMs);
  }

  #measureAnew(byMs: number): void {
    this.#options.logger.warn(
      { byMs },
      "The clock was changed. Whatever waits for a deadline is checked again.",
    );
    this.#queue?.hasten();
  }

  #onRun({ type, object, previous }: ObjectChange<CustomRun>): void {
    const key = keyOf(refOf(object));
    // Nothing is written to such a run, so it is told when it is first seen, by the replica that works.
    const isNews = type === "upsert" && (previous === undefined || findUnknownKind(previous) === undefined);
    if (isNews && this.#queue !== undefined) this.#events.record(object, findUnknownKind(object));
    this.#runsByPipelineRun.set(key, type === "delete" ? undefined : findPipelineRunOwner(object)?.uid);
    this.#queue?.add(key);
  }

  #onApproval({ type, object }: ObjectChange<ApprovalTask>): void {
    const key = keyOf(refOf(object));
    const isPending = type === "upsert" && object.status?.decision === undefined;
    this.#approvalsByPipelineRun.set(key, isPending ? object.spec.pipelineRun?.uid : undefined);
    this.#queue?.add(key);
  }

  #onPipelineRun({ type, object }: ObjectChange<PipelineRun>): void {
    const { uid } = object.metadata;
    if (uid === undefined || (type === "upsert" && !isFinished(object))) return;
    for (const key of this.#runsByPipelineRun.get(uid)) this.#queue?.add(key);
    for (const key of this.#approvalsByPipelineRun.get(uid)) this.#queue?.add(key);
  }
}
