import type { KubeApi } from "../../../src/kube/kube-api.ts";
import type { ListWatch } from "../../../src/kube/list-watch.ts";
import type { Clock } from "../../../src/std/clock.ts";
import type { ChildrenByOwner } from "./children-by-owner.ts";
import type { CustomRun } from "../objects/custom-run.ts";
import type { PipelineRun } from "../objects/pipeline-run.ts";
import type { TaskRun } from "../objects/task-run.ts";

/** What reconciling a PipelineRun reads and writes. Each write is shown to the copies, so that they never lag behind it. */
export interface RunContext {
  readonly api: KubeApi;
  readonly pipelineRuns: ListWatch<PipelineRun>;
  readonly taskRuns: ListWatch<TaskRun>;
  readonly customRuns: ListWatch<CustomRun>;
  readonly taskRunsByOwner: ChildrenByOwner<TaskRun>;
  readonly customRunsByOwner: ChildrenByOwner<CustomRun>;
  readonly clock: Clock;
}

/** The PipelineRun fails for good; `reason` and the message are those of its condition. */
export class PipelineRunFailure extends Error {
  override readonly name = "PipelineRunFailure";
  readonly reason: string;

  constructor(
    { reason, message }: { readonly reason: string; readonly message: string },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.reason = reason;
  }
}
