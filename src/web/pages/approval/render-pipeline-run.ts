import { html } from "hono/html";
import type { ApprovalView } from "../../../approvals/approval-view.ts";
import type { Html } from "../../components/html.ts";
import type { PageContext } from "../page-context.ts";

/** `run release-x7k2p`, a link where there is a page that shows it; undefined when no pipeline run asks. */
export function renderPipelineRun(
  { pipelineRunPath }: Pick<PageContext, "pipelineRunPath">,
  { namespace, pipelineRun: name }: Pick<ApprovalView, "namespace" | "pipelineRun">,
): Html | undefined {
  if (name === null) return undefined;
  if (pipelineRunPath === undefined) return html`run <bdi>${name}</bdi>`;
  return html`run <a href="${pipelineRunPath({ namespace, name })}"><bdi>${name}</bdi></a>`;
}
