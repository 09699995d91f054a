import { html } from "hono/html";
import type { ApprovalView } from "../../../approvals/approval-view.ts";
import type { Html } from "../../components/html.ts";
import type { PageContext } from "../page-context.ts";

const REFRESH_SECONDS = 3;

/**
 * What makes a part of the page ask for news while the pipeline run may still come to name the run, which is a matter of
 * moments; nothing afterwards.
 */
export function renderWaitForProof({
  state,
  pipelineRunStanding: standing,
}: Pick<ApprovalView, "state" | "pipelineRunStanding">): Html | false {
  const mayCome = state === "pending" && (standing === "unconfirmed" || standing === "missing");
  return mayCome && html` data-live="${REFRESH_SECONDS}"`;
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
