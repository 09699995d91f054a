import type { KubeApi, KubeObject, ObjectRef, Resource } from "../../../src/kube/kube-api.ts";
import type { Paging, Rows } from "../../../src/approvals/approvals.ts";
import { takePage } from "../../../src/approvals/take-page.ts";
import { ListWatch } from "../../../src/kube/list-watch.ts";
import { CUSTOM_RUNS, PIPELINE_RUNS } from "../../../src/objects/resources.ts";
import type { Logger } from "../../../src/std/logger.ts";
import type { CustomRun } from "../../tekton/objects/custom-run.ts";
import type { PipelineRun } from "../../tekton/objects/pipeline-run.ts";
import { TASK_RUNS } from "../../tekton/objects/resources.ts";
import type { TaskRun } from "../../tekton/objects/task-run.ts";
import { ChildrenByOwner } from "../../tekton/reconcile/children-by-owner.ts";

/** A PipelineRun and what it has started so far. */
export interface RunObjects {
  readonly pipelineRun: PipelineRun;
  readonly taskRuns: readonly TaskRun[];
  readonly customRuns: readonly CustomRun[];
}

export interface WatchedRunsOptions {
  readonly api: KubeApi;
  readonly logger: Logger;
}

/** What pages need of the copy. */
export type RunCopies = Pick<WatchedRuns, "find" | "newest" | "observe">;

/** A copy of all PipelineRuns and their children, so that pages ask nobody when they are opened. */
export class WatchedRuns {
  readonly #pipelineRuns: ListWatch<PipelineRun>;
  readonly #taskRuns: ListWatch<TaskRun>;
  readonly #customRuns: ListWatch<CustomRun>;
  readonly #taskRunsByOwner = new ChildrenByOwner<TaskRun>();
  readonly #customRunsByOwner = new ChildrenByOwner<CustomRun>();

  constructor(options: WatchedRunsOptions) {
    this.#pipelineRuns = createCopy<PipelineRun>(options, PIPELINE_RUNS);
    this.#taskRuns = createCopy<TaskRun>(options, TASK_RUNS);
    this.#customRuns = createCopy<CustomRun>(options, CUSTOM_RUNS);
    this.#taskRunsByOwner.follow(this.#taskRuns);
    this.#customRunsByOwner.follow(this.#customRuns);
  }

  /** Resolves when everything that is there is known. */
  async start(): Promise<void> {
    await Promise.all([this.#pipelineRuns, this.#taskRuns, this.#customRuns].map((copy) => copy.start()));
  }

  async stop(): Promise<void> {
    await Promise.all([this.#pipelineRuns, this.#taskRuns, this.#customRuns].map((copy) => copy.stop()));
  }

  find(ref: ObjectRef): RunObjects | undefined {
    const pipelineRun = this.#pipelineRuns.get(ref);
    return pipelineRun && this.#withChildren(pipelineRun);
  }

  /** One page of them, newest first. */
  newest(paging: Paging): Rows<RunObjects> {
    const all = [...this.#pipelineRuns.values()].toSorted((one, other) => compareAges(one, other));
    return takePage(all, paging, (pipelineRun) => this.#withChildren(pipelineRun));
  }

  /** Takes in a PipelineRun as a write returned it, so that the next page has it already. */
  observe(pipelineRun: PipelineRun): void {
    this.#pipelineRuns.observe(pipelineRun);
  }

  #withChildren(pipelineRun: PipelineRun): RunObjects {
    const { uid = "" } = pipelineRun.metadata;
    return {
      pipelineRun,
      taskRuns: this.#taskRunsByOwner.of(uid),
      customRuns: this.#customRunsByOwner.of(uid),
    };
  }
}

function createCopy<T>({ api, logger }: WatchedRunsOptions, resource: Resource): ListWatch<T> {
  // The API server has checked the shape.
  return new ListWatch<T>({ api, logger, resource, keep: (object: KubeObject) => object as T });
}

/** Newest first; of the same second by name, so that rows do not change places. */
function compareAges({ metadata: one }: PipelineRun, { metadata: other }: PipelineRun): number {
  const byTime = (other.creationTimestamp ?? "").localeCompare(one.creationTimestamp ?? "");
  return byTime === 0 ? one.name.localeCompare(other.name) : byTime;
}
