import type { ExtraPages } from "../../src/web/pages/create-pages.ts";
import { makeDemoPages } from "../kit/demo/start-demo-pages.ts";
import {
  DONE,
  makeCustomRun,
  makeRun,
  makeStep,
  makeTaskRun,
  type RunChanges,
} from "../kit/demo/make-run-objects.ts";
import type { ApprovalChanges, SampleApproval } from "../kit/web/build-approval.ts";
import { castApproval, type Cast } from "./cast.ts";
import { sampleMessages } from "./sample-messages.ts";

const FAILED = {
  status: "False",
  reason: "Failed",
  message: "Tasks Completed: 2 (Failed: 1), Skipped: 3",
} as const;

/** The runs `release-1`, which waits, `release-2`, which was approved, and `release-3`, which failed. */
export function makeDemoWorld(cast: Cast): {
  readonly extraPages: ExtraPages;
  readonly approvals: readonly SampleApproval[];
} {
  const by = "Tomasz Wójcik";
  const approvals = [
    ask("release-1", {}),
    ask("release-2", { votes: [{ by, time: "2026-11-24T14:01:00Z" }] }),
    ask("release-3", { votes: [{ by, decision: "reject", time: "2026-11-24T14:01:00Z" }] }),
  ].map((changes) => castApproval(changes, cast));
  const { extraPages } = makeDemoPages({
    runs: [
      makeAskingRun("release-1", {}),
      makeAskingRun("release-2", { condition: DONE }, "deploy", "clean-up"),
      makeAskingRun("release-3", { condition: FAILED }, "clean-up"),
    ],
    messages: sampleMessages(cast),
    outputs: {
      "release-1-build/main": { text: `shop-web 2.14.0\n${"sha256:".padEnd(200, "0")}\n`, truncated: true },
      "release-2-deploy/main": { text: `Approved by ${cast(by)}\n`, truncated: false },
    },
  });
  return { extraPages, approvals };
}

function ask(run: string, changes: ApprovalChanges): ApprovalChanges {
  return {
    namespace: "default",
    name: `${run}-approve`,
    pipelineRun: run,
    task: "approve",
    approvers: ["Hanna Lindqvist", "Tomasz Wójcik"],
    ...changes,
  };
}

function makeAskingRun(name: string, changes: RunChanges, ...after: readonly string[]) {
  const steps = ["main", "sign"].map((step) => makeStep(step, 0));
  return makeRun(name, {
    taskRuns: [makeTaskRun(name, "build", { steps }), ...after.map((task) => makeTaskRun(name, task))],
    customRuns: [
      changes.condition === undefined ? makeCustomRun(name) : makeCustomRun(name, changes.condition),
    ],
    ...changes,
  });
}
