import { isDeepStrictEqual } from "node:util";
import type { KubeApi, ObjectRef } from "../../../src/kube/kube-api.ts";
import { isNotFound } from "../../../src/kube/kube-error.ts";
import type { ListWatch } from "../../../src/kube/list-watch.ts";
import { parseGoDuration } from "../../../src/objects/go-duration.ts";
import { refuse, ok, type Result } from "../../../src/std/result.ts";
import type { Clock } from "../../../src/std/clock.ts";
import type { Logger } from "../../../src/std/logger.ts";
import type { Timers } from "../../../src/std/timers.ts";
import { isDone } from "../objects/conditions.ts";
import { TASK_RUNS, TASKS } from "../objects/resources.ts";
import type { TaskRun, TaskRunStatus } from "../objects/task-run.ts";
import type { Task, TaskSpec } from "../objects/task.ts";
import { prepareTask } from "../steps/prepare-task.ts";
import type { OutputStore } from "../steps/step-outputs.ts";
import { TaskJob } from "../steps/task-job.ts";
import { DEFAULT_TIMEOUT } from "../webhook/tidy-run.ts";
import { endedStatus, refusedStatus, retriedStatus, startedStatus } from "./task-run-status.ts";

export interface TaskRunControllerOptions {
  readonly api: KubeApi;
  readonly taskRuns: ListWatch<TaskRun>;
  readonly outputs: OutputStore;
  /** Where the folders of TaskRuns are made. */
  readonly folder: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: Logger;
  /** Has a TaskRun looked at again. */
  readonly wake: (ref: ObjectRef) => void;
}

interface Held {
  readonly ref: ObjectRef;
  readonly job: TaskJob;
  readonly cancelTimeout: () => void;
}

type Refusal = { readonly reason: string; readonly message: string };

/** Runs TaskRuns as local processes. What runs is known to this process alone and ends with it. */
export class TaskRunController {
  readonly #options: TaskRunControllerOptions;
  /** By UID of the TaskRun. */
  readonly #held = new Map<string, Held>();

  constructor(options: TaskRunControllerOptions) {
    this.#options = options;
  }

  /** Brings one TaskRun on: starts it, stops it, or writes how far it is. Rejects when the API server does not take it. */
  async reconcile(ref: ObjectRef): Promise<void> {
    const taskRun = this.#options.taskRuns.get(ref);
    this.#stopOthers(ref, taskRun?.metadata.uid);
    if (taskRun === undefined || taskRun.metadata.deletionTimestamp !== undefined) return;
    const uid = taskRun.metadata.uid ?? "";
    if (isDone(taskRun.status?.conditions)) return this.#release(uid);
    const held = this.#held.get(uid);
    if (held === undefined) return this.#begin(taskRun);
    if (taskRun.spec.status === "TaskRunCancelled") held.job.stop("cancelled");
    await this.#report(taskRun, held);
  }

  /** Kills everything and waits until it is gone. */
  async stop(): Promise<void> {
    const all = [...this.#held.values()];
    for (const { job, cancelTimeout } of all) {
      cancelTimeout();
      job.stop("gone");
    }
    await Promise.all(all.map(({ job }) => job.ended()));
  }

  /** Ends what runs for a TaskRun of this name that is gone, or that another has taken the place of. */
  #stopOthers(ref: ObjectRef, uid: string | undefined): void {
    for (const [heldUid, held] of this.#held) {
      if (heldUid === uid || held.ref.name !== ref.name || held.ref.namespace !== ref.namespace) continue;
      held.job.stop("gone");
      this.#release(heldUid);
    }
    if (uid === undefined) this.#options.outputs.forget(ref.namespace ?? "", ref.name);
  }

  #release(uid: string): void {
    this.#held.get(uid)?.cancelTimeout();
    this.#held.delete(uid);
  }

  async #begin(taskRun: TaskRun): Promise<void> {
    const refusal = refuseToBegin(taskRun);
    const spec = refusal === undefined ? await this.#resolve(taskRun) : refuse(refusal);
    const nowMs = this.#options.clock.now();
    if (!spec.ok) return this.#write(taskRun, refusedStatus(taskRun, spec.error, nowMs));
    const prepared = prepareTask(taskRun, spec.value);
    if (!prepared.ok) return this.#write(taskRun, refusedStatus(taskRun, prepared.error, nowMs));
    const job = this.#createJob(taskRun, prepared.value);
    await this.#write(taskRun, startedStatus(taskRun, prepared.value, { steps: job.steps, nowMs }));
    this.#hold(taskRun, job);
  }

  async #resolve(taskRun: TaskRun): Promise<Result<TaskSpec, Refusal>> {
    const { taskSpec, taskRef } = taskRun.spec;
    if (taskSpec !== undefined) return ok(taskSpec);
    const { namespace = "" } = taskRun.metadata;
    try {
      const task = await this.#options.api.get<Task>(TASKS, { namespace, name: taskRef?.name ?? "" });
      return ok(task.spec);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      const message = `failed to get task: Task "${taskRef?.name}" is not in namespace ${namespace}`;
      return refuse({ reason: "TaskRunResolutionFailed", message });
    }
  }

  #createJob({ metadata: { namespace = "", name } }: TaskRun, spec: TaskSpec): TaskJob {
    const { folder, outputs, clock, timers, logger, wake } = this.#options;
    return new TaskJob({
      namespace,
      taskRun: name,
      spec,
      parentFolder: folder,
      outputs,
      clock,
      timers,
      logger,
      onChange: () => wake({ namespace, name }),
    });
  }

  #hold(taskRun: TaskRun, job: TaskJob): void {
    const { namespace = "", name, uid = "" } = taskRun.metadata;
    const timeout = parseGoDuration(taskRun.spec.timeout ?? DEFAULT_TIMEOUT);
    const cancelTimeout =
      timeout.ok && timeout.value > 0
        ? this.#options.timers.after(timeout.value, () => job.stop("timedOut"))
        : () => {};
    this.#held.set(uid, { ref: { namespace, name }, job, cancelTimeout });
    job.start();
  }

  async #report(taskRun: TaskRun, { job }: Held): Promise<void> {
    const { steps, end } = job;
    if (end === undefined) return this.#write(taskRun, { ...taskRun.status, steps });
    const nowMs = this.#options.clock.now();
    const status = endedStatus(taskRun, { steps, end, nowMs });
    const attempts = taskRun.status?.retriesStatus?.length ?? 0;
    const isRetried =
      attempts < (taskRun.spec.retries ?? 0) &&
      status.conditions?.[0]?.status === "False" &&
      end.stoppedBy !== "cancelled";
    await this.#write(taskRun, isRetried ? retriedStatus(status, nowMs) : status);
    this.#release(taskRun.metadata.uid ?? "");
    if (isRetried) this.#options.wake(taskRun.metadata);
  }

  async #write(taskRun: TaskRun, status: TaskRunStatus): Promise<void> {
    if (isDeepStrictEqual(taskRun.status, status)) return;
    const written = await this.#options.api.updateStatus(TASK_RUNS, { ...taskRun, status });
    this.#options.taskRuns.observe(written);
  }
}

/** Why one that nothing runs for must not be started. */
function refuseToBegin({ metadata, spec, status }: TaskRun): Refusal | undefined {
  if (spec.status === "TaskRunCancelled") {
    const message = `TaskRun "${metadata.name}" was cancelled. ${spec.statusMessage ?? ""}`;
    return { reason: "TaskRunCancelled", message };
  }
  if (status?.startTime === undefined) return undefined;
  return {
    reason: "Failed",
    message: `TaskRun "${metadata.name}" was running in a process that is gone; its steps are not run again by themselves`,
  };
}
