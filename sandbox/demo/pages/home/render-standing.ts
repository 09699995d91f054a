import { html } from "hono/html";
import type { ApprovalView } from "../../../../src/approvals/approval-view.ts";
import type { Html } from "../../../../src/web/components/html.ts";
import { approvalPath } from "../../../../src/objects/approval/approval-url.ts";
import { listFailures } from "../list-failures.ts";
import { renderOutcome } from "../render-outcome.ts";
import { renderWaiting } from "../render-waiting.ts";
import type { RunView, TaskView } from "../run-view.ts";

/** In a few words where a pipeline run is, or what has come out. */
export function renderStanding(run: RunView): Html {
  const tasks = run.layers.flat();
  const waiting = tasks.flatMap(approvalsOf).filter(({ state }) => state === "pending");
  if (waiting.length > 0) return joinParts(waiting.map(renderLink));
  const active = tasks.filter(({ state }) => state === "running" || state === "waiting");
  if (active.length > 0) return html`at ${active.map(({ name }) => name).join(", ")}`;
  const decided = run.layers.flatMap((layer, index) =>
    layer
      .filter((task) => approvalsOf(task).length > 0)
      .map((task) => renderDecided(task, run.layers.slice(index + 1).flat())),
  );
  if (decided.length > 0) return joinParts(decided);
  return joinParts(
    listFailures(run).map(
      ({ task, message }) => html`${task !== undefined && `${task}: `}<bdi>${message}</bdi>`,
    ),
  );
}

function approvalsOf({ children }: TaskView): readonly ApprovalView[] {
  return children.flatMap(({ approval }) => approval ?? []);
}

function renderLink(approval: ApprovalView): Html {
  return html`<a href="${approvalPath(approval)}">${renderWaiting(approval)}</a>`;
}

/** `approved by mary, then deploy`: what ran because of it, `finally` apart, which runs in any case. */
function renderDecided(task: TaskView, after: readonly TaskView[]): Html {
  const next = after.filter(({ isFinally, children }) => !isFinally && children.length > 0);
  const names = next.map(({ name }) => name).join(", ");
  return html`${joinParts(approvalsOf(task).map(renderOutcome))}${names !== "" && `, then ${names}`}`;
}

function joinParts(parts: readonly Html[]): Html {
  return html`${parts.map((part, index) => html`${index > 0 && "; "}${part}`)}`;
}
