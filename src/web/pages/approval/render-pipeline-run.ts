import { html } from "hono/html";
import type { ApprovalView } from "../../../approvals/approval-view.ts";
import type { Html } from "../../components/html.ts";
import type { PageContext } from "../page-context.ts";

const REFRESH_SECONDS = { proof: 3, votes: 10, end: 60 } as const;

/**
 * Seconds after which the page of an approval asks for news: soon while the pipeline run may still come to name the run,
 * which is a matter of moments, and seldom once nothing of it changes any more but what else waits beside it.
 */
export function refreshSecondsOf({
  state,
  pipelineRunStanding: standing,
}: Pick<ApprovalView, "state" | "pipelineRunStanding">): number {
  if (state !== "pending") return REFRESH_SECONDS.end;
  return standing === "unconfirmed" || standing === "missing" ? REFRESH_SECONDS.proof : REFRESH_SECONDS.votes;
}

/**
 * `run release-x7k2p`, a link where there is a page that shows it. One that the pipeline run does not name as its own is no
 * link, and it says so: the name is then only what the run says of itself.
 */
export function renderPipelineRun(
  { pipelineRunPath }: Pick<PageContext, "pipelineRunPath">,
  approval: Pick<ApprovalView, "namespace" | "pipelineRun" | "pipelineRunStanding" | "state">,
): Html {
  const { namespace, pipelineRun: name, pipelineRunStanding: standing, state } = approval;
  if (name === null) return html`made by hand, belongs to no pipeline`;
  if (standing === "missing") return html`run <bdi>${name}</bdi>, which is not there`;
  const notConfirmed = state === "pending" ? "not yet confirmed" : "not confirmed";
  if (standing !== "verified") return html`run <bdi>${name}</bdi>, ${notConfirmed} by it`;
  if (pipelineRunPath === undefined) return html`run <bdi>${name}</bdi>`;
  return html`run <a href="${pipelineRunPath({ namespace, name })}"><bdi>${name}</bdi></a>`;
}
