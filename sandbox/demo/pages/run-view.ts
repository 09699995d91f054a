// A pipeline run as the demo's pages show it: plain data, made by `toRunView` from the objects.
import type { ApprovalView } from "../../../src/approvals/approval-view.ts";

/** How far a pipeline run, a task, a run of it or a step is. `waiting`: for somebody, and not for a process. */
export type WorkState =
  | "todo"
  | "running"
  | "waiting"
  | "succeeded"
  | "rejected"
  | "failed"
  | "timedOut"
  | "cancelled"
  | "skipped";

/** When something began and ended, RFC 3339; undefined: it has not. */
export interface Span {
  readonly startedAt: string | undefined;
  readonly endedAt: string | undefined;
}

export interface StepView extends Span {
  readonly name: string;
  readonly state: WorkState;
  readonly exitCode: number | undefined;
}

export interface ResultView {
  readonly name: string;
  /** Lists and objects as JSON. */
  readonly value: string;
}

/** A TaskRun or a CustomRun. */
export interface ChildView extends Span {
  /** Of the object. */
  readonly name: string;
  readonly state: WorkState;
  /** What its condition says. */
  readonly message: string;
  /** None of a custom task. */
  readonly steps: readonly StepView[];
  readonly results: readonly ResultView[];
  /** Of a custom task that asks for one. */
  readonly approval: ApprovalView | undefined;
}

export interface TaskView {
  readonly name: string;
  readonly state: WorkState;
  readonly isFinally: boolean;
  /** What must hold so that it runs: `decision is true`; undefined: nothing. */
  readonly condition: string | undefined;
  /** None before it starts; several with a matrix. */
  readonly children: readonly ChildView[];
}

export interface RunView extends Span {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** What its pipeline is called. */
  readonly title: string | undefined;
  readonly createdAt: string;
  readonly state: WorkState;
  readonly message: string;
  /** Tasks in order: those of a layer may run side by side; the last layer is that of `finally`. */
  readonly layers: readonly (readonly TaskView[])[];
  readonly results: readonly ResultView[];
}
