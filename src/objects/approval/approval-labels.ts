import { countResponses } from "../../decision/count-responses.ts";
import type { Verdict, VerdictState } from "../../decision/verdict.ts";
import { STORED_IN } from "../dialects/find-dialect.ts";
import type { CustomRun } from "../run/custom-run.ts";
import { readRequest } from "./approval-request.ts";
import type { ApprovalTask } from "./approval-task.ts";
import { judgeApproval } from "./judge-approval.ts";

/** Kubernetes, "Labels and Selectors": at most 63 characters, alphanumeric at both ends. */
const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/u;

/**
 * Labels of an approval when it opens: Tekton's own from the run, the run's name under Tekton's key for what a custom
 * task makes (contract C23), and where it stands. Nothing that a person typed: a value that is no label is left out.
 */
export function buildApprovalLabels(
  run: Pick<CustomRun, "metadata">,
  state: VerdictState,
  responses: Verdict["responses"],
): Readonly<Record<string, string>> {
  const { name, labels = {} } = run.metadata;
  const tekton = Object.entries(labels).filter(([key]) => key.startsWith("tekton.dev/"));
  return Object.fromEntries(
    [
      ...tekton,
      ["tekton.dev/customRun", name],
      ...Object.entries(STORED_IN.buildStateLabels(state, responses)),
    ].filter(([, value]) => LABEL_VALUE.test(String(value))),
  );
}

/** What the labels should say of where the approval stands; `undefined` when they do. */
export function findLateLabels(
  approval: ApprovalTask,
  nowMs: number,
): ReturnType<typeof STORED_IN.buildStateLabels> | undefined {
  const verdict = judgeApproval(approval, nowMs);
  const responses = countResponses(approval.spec.strategy, readRequest(approval), verdict);
  const labels = STORED_IN.buildStateLabels(verdict.state, responses);
  const held = approval.metadata.labels ?? {};
  const isLabelled = held["decision"] === labels.decision && held["responses"] === labels.responses;
  return isLabelled ? undefined : labels;
}
