import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";

/** Something to tell on the object's Events, once the write it goes with is done. */
export interface Notable {
  readonly type: "Normal" | "Warning";
  /** UpperCamelCase. */
  readonly reason: string;
  readonly message: string;
}

/** What to do next for one name: one write, or nothing until a time. Plain data; `apply` carries it out. */
export type Step =
  | {
      readonly kind: "writeRunStatus";
      readonly run: CustomRun;
      readonly notable?: Notable;
      /** It keeps what is over: where it is refused, all that follows goes on without it. */
      readonly isArchive?: true;
    }
  | {
      readonly kind: "createApproval";
      readonly approval: ApprovalTask;
      readonly notables: readonly Notable[];
    }
  | {
      readonly kind: "writeApprovalStatus";
      readonly approval: ApprovalTask;
      readonly notable?: Notable;
      /** Told the same on an Event of its own: people at the cluster look at runs. */
      readonly run?: CustomRun;
    }
  | {
      readonly kind: "labelApproval";
      readonly approval: ApprovalTask;
      readonly labels: Readonly<Record<string, string>>;
      readonly notable?: Notable;
    }
  | { readonly kind: "deleteApproval"; readonly approval: ApprovalTask }
  /** Nothing to do before `untilMs`, or, without one, before something changes. */
  | { readonly kind: "wait"; readonly untilMs?: number };
