import { html } from "hono/html";
import type { ApprovalView } from "../../../src/approvals/approval-view.ts";
import type { Html } from "../../../src/web/components/html.ts";

/** What became of an approval: `approved by mary and john`, `timed out`; `waits` as long as it is open. */
export function renderOutcome({ state, votes }: ApprovalView): Html {
  switch (state) {
    case "pending":
      return html`waits`;
    case "approved":
      return html`approved by ${joinNames(votes.filter(({ decision }) => decision === "approve"))}`;
    case "rejected":
      return html`rejected by ${joinNames(votes.filter(({ decision }) => decision === "reject"))}`;
    case "timedOut":
      return html`timed out`;
    case "cancelled":
      return html`cancelled`;
  }
}

function joinNames(votes: ApprovalView["votes"]): Html {
  return html`${votes.map(({ by }, index) => html`${index > 0 && (index === votes.length - 1 ? " and " : ", ")}<bdi>${by}</bdi>`)}`;
}
