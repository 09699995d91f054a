import type { Verdict, VerdictState } from "../../decision/verdict.ts";
import type { CustomRun } from "../run/custom-run.ts";

/** Automatiko's label values. */
const DECISIONS: Readonly<Record<VerdictState, string>> = {
  pending: "pending",
  approved: "approved",
  rejected: "rejected",
  timedOut: "timedout",
  cancelled: "cancelled",
};

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
    [...tekton, ["tekton.dev/customRun", name], ...Object.entries(buildStateLabels(state, responses))].filter(
      ([, value]) => LABEL_VALUE.test(String(value)),
    ),
  );
}

/** The labels that change: `decision`, and `responses` as `countResponses` counts them, like `1_of_2`. */
export function buildStateLabels(
  state: VerdictState,
  { received, required }: Verdict["responses"],
): { readonly decision: string; readonly responses: string } {
  return { decision: DECISIONS[state], responses: `${received}_of_${required}` };
}
