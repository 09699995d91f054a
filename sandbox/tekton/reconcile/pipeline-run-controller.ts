import { isDeepStrictEqual } from "node:util";
import type { ObjectRef } from "../../../src/kube/kube-api.ts";
import { PIPELINE_RUNS } from "../../../src/objects/resources.ts";
import { formatTime } from "../../../src/std/clock.ts";
import { isDone } from "../objects/conditions.ts";
import type { ChildReference, PipelineRun, PipelineRunStatus } from "../objects/pipeline-run.ts";
import type { PipelineSpec } from "../objects/pipeline.ts";
import { PipelineWalk } from "../pipeline/pipeline-walk.ts";
import { planStarts } from "../pipeline/plan-starts.ts";
import { buildGraph } from "../pipeline/task-graph.ts";
import { isStarted } from "../pipeline/task-state.ts";
import { checkTasks } from "./check-tasks.ts";
import { addMissingReferences, isListedChild } from "./child-references.ts";
import { endChildren, endPartly } from "./end-children.ts";
import { gatherStates } from "./gather-states.ts";
import { loadProgram } from "./load-program.ts";
import {
  cancelledStatus,
  pendingStatus,
  startedStatus,
  walkedStatus,
  withOutcome,
} from "./pipeline-run-status.ts";
import { PipelineRunFailure, type RunContext } from "./run-context.ts";
import { startChildren } from "./start-children.ts";
import { limitsOf, nextLimitInMs, timeUpOf } from "./timeouts.ts";

/** Whose PipelineRuns these are; others are for another controller (contract C72). */
const MANAGER = "tekton.dev/pipeline";

/** Walks PipelineRuns as Tekton does: reads how things stand, starts and ends children, writes the status. */
export class PipelineRunController {
  readonly #context: RunContext;

  constructor(context: RunContext) {
    this.#context = context;
  }

  /**
   * Brings one PipelineRun as far as it goes now. Answers in how many milliseconds it must be looked at again, because a
   * limit of its time is then reached; undefined: when something happens. Rejects when it has to be tried again.
   */
  async reconcile(ref: ObjectRef): Promise<number | undefined> {
    const run = this.#context.pipelineRuns.get(ref);
    if (run === undefined || run.metadata.deletionTimestamp !== undefined) return undefined;
    if (isDone(run.status?.conditions) || (run.spec.managedBy ?? MANAGER) !== MANAGER) return undefined;
    // One moment for all that is decided, so that a limit is either reached or ahead.
    const nowMs = this.#context.clock.now();
    const advanced = await this.#advance(run, nowMs);
    const { status = {} } = advanced;
    if (!isDeepStrictEqual(run.status, status)) await this.#write(advanced);
    if (isDone(status.conditions)) return undefined;
    return nextLimitInMs(limitsOf(run.spec), status, nowMs);
  }

  /** The PipelineRun with the status that it is to have. */
  async #advance(run: PipelineRun, nowMs: number): Promise<PipelineRun> {
    if (run.spec.status === "PipelineRunPending") return { ...run, status: pendingStatus(run, nowMs) };
    const status = startedStatus(run, nowMs);
    if (run.spec.status === "Cancelled") {
      await endChildren(run, status.childReferences ?? [], "cancelled", this.#context);
      return { ...run, status: cancelledStatus(run.metadata.name, status, nowMs) };
    }
    try {
      const loaded = await loadProgram(run, this.#context);
      return { ...loaded.run, status: await this.#walk({ ...loaded.run, status }, loaded.program, nowMs) };
    } catch (error) {
      if (!(error instanceof PipelineRunFailure)) throw error;
      const { reason, message } = error;
      return {
        ...this.#newest(run),
        status: withOutcome(status, { status: "False", reason, message }, nowMs),
      };
    }
  }

  /** `run` has the status that is being made; children are found by label, and then by name. */
  async #walk(run: PipelineRun, program: PipelineSpec, nowMs: number): Promise<PipelineRunStatus> {
    const status = run.status ?? {};
    const children = addMissingReferences(status.childReferences ?? [], this.#listChildren(run));
    const walk = this.#createWalk(run, program, children, nowMs);
    if (!walk.input.tasks.some(isStarted)) await checkTasks(run, program, this.#context);
    await endPartly(run, walk, children, this.#context);
    const { timeUp } = walk.input;
    if (walk.isOutOfOrder() && !timeUp.pipeline && !timeUp.tasks) return status;
    const plan = planStarts(walk);
    const isFinally = plan.starts.some(({ section }) => section === "finally");
    const begun =
      isFinally && status.finallyStartTime === undefined
        ? { ...status, finallyStartTime: formatTime(nowMs) }
        : status;
    const walked = await startChildren(run, plan.walk, plan.starts, this.#context);
    if (timeUp.pipeline) await endChildren(run, children, "timedOut", this.#context);
    return walkedStatus(begun, { run, program, walk: walked }, nowMs);
  }

  #createWalk(
    run: PipelineRun,
    program: PipelineSpec,
    children: readonly ChildReference[],
    nowMs: number,
  ): PipelineWalk {
    const { namespace = "", name } = run.metadata;
    const { taskRuns, customRuns } = this.#context;
    const graph = buildGraph(program.tasks ?? []);
    if (!graph.ok) throw new PipelineRunFailure({ reason: "PipelineInvalidGraph", message: graph.error });
    return new PipelineWalk({
      tasks: gatherStates(name, program, children, {
        taskRun: (child) => taskRuns.get({ namespace, name: child }),
        customRun: (child) => customRuns.get({ namespace, name: child }),
      }),
      parents: graph.value,
      ...(run.spec.status !== undefined && { specStatus: run.spec.status }),
      timeUp: timeUpOf(limitsOf(run.spec), run.status ?? {}, nowMs),
    });
  }

  #listChildren(run: PipelineRun): Parameters<typeof addMissingReferences>[1] {
    const { taskRunsByOwner, customRunsByOwner } = this.#context;
    const { uid = "" } = run.metadata;
    const listed = [
      ...taskRunsByOwner.of(uid).map(({ metadata }) => ({ kind: "TaskRun" as const, metadata })),
      ...customRunsByOwner.of(uid).map(({ metadata }) => ({ kind: "CustomRun" as const, metadata })),
    ];
    return listed.filter(({ metadata }) => isListedChild(metadata, run));
  }

  /** As it is after its labels were written; a changed spec is for the next time. */
  #newest(run: PipelineRun): PipelineRun {
    const newest = this.#context.pipelineRuns.get(run.metadata);
    return newest?.metadata.generation === run.metadata.generation && newest !== undefined ? newest : run;
  }

  async #write(run: PipelineRun): Promise<void> {
    this.#context.pipelineRuns.observe(await this.#context.api.updateStatus(PIPELINE_RUNS, run));
  }
}
