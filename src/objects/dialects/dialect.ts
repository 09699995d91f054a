import type { Stage } from "../../decision/request.ts";
import type { Verdict, VerdictState } from "../../decision/verdict.ts";
import type { Resource } from "../../kube/kube-api.ts";
import type { Result } from "../../std/result.ts";
import type { ApprovalSpec, ApprovalStatus, RecordedVote } from "../approval/approval-task.ts";
import type { ParameterError } from "../parameters/parameter-error.ts";
import type { CustomRun } from "../run/custom-run.ts";

/** What a run asks for, with every default filled in. */
export interface ApprovalParameters extends Omit<ApprovalSpec, "run" | "task" | "pipelineRun"> {
  readonly approvers: readonly string[];
  readonly groups: readonly string[];
  readonly stages: readonly Stage[];
  /** The run's own time limit; absent: it has none. */
  readonly timeoutMs?: number;
}

export interface RunResult {
  readonly name: string;
  readonly value: string;
}

/** What the results are made from: the end, if it is an approval, and the votes that count, in order. */
export interface ResultsInput {
  readonly approved: boolean;
  readonly votes: readonly Pick<RecordedVote, "by" | "decision" | "comment">[];
}

/**
 * The outer shape that a pipeline uses: how its runs ask for an approval, and in which words they and the approval answer.
 * One folder each; what is asked and decided is the same in all.
 */
export interface Dialect {
  /** What is approved: a run names its `apiVersion` and `kind`, in any case (contract C3). */
  readonly resource: Resource;
  /** Versions of that kind that are served nowhere any more: a run that names one is ended. */
  readonly formerVersions: readonly string[];
  /** All that is wrong is reported together. Never throws, whatever the run looks like. */
  readonly readParameters: (run: CustomRun) => Result<ApprovalParameters, readonly ParameterError[]>;
  /** The same names on every outcome, because a missing result fails pipelines (contract C64, C65). */
  readonly buildResults: (input: ResultsInput) => readonly RunResult[];
  /** What the approval's own status says of where it stands. */
  readonly statusWords: Readonly<Record<VerdictState, Required<Pick<ApprovalStatus, "status" | "message">>>>;
  /** Of the results, those that the approval's status has; the run has all. */
  readonly shownResults: ReadonlySet<string>;
  /** The labels of an approval that change with where it stands. */
  readonly buildStateLabels: (
    state: VerdictState,
    responses: Verdict["responses"],
  ) => Readonly<Record<"decision" | "responses", string>>;
}
