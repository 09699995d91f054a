import { html } from "hono/html";
import type { ApprovalDetail } from "../../../approvals/approval-view.ts";
import type { Html } from "../../components/html.ts";
import { icon } from "../../components/icon.ts";

/** What the pipeline run was started with, or why nothing of one is shown. */
export function renderRunFacts(approval: ApprovalDetail): Html {
  return html`<section class="panel" aria-labelledby="run"><h2 id="run">Pipeline run</h2>
${renderStanding(approval)}
</section>`;
}

function renderStanding(approval: ApprovalDetail): Html {
  const { pipelineRun, pipelineRunStanding, runParameters } = approval;
  const isPending = approval.state === "pending";
  switch (pipelineRunStanding) {
    case "verified":
      return renderParameters(runParameters);
    case "none":
      return renderUnproven(
        html`<b>This run belongs to no pipeline.</b> Somebody made it by hand, and the name of the pipeline above is what they wrote.`,
      );
    case "unconfirmed":
      return renderUnproven(
        html`<b>Not ${isPending && "yet "}confirmed by the pipeline run <bdi>${pipelineRun}</bdi>.</b> It does not name this run as its own, so the pipeline and task named above are only what the run says about itself. ${isPending ? "Parameters are shown once it does." : "Its parameters are not shown."}`,
      );
    case "missing":
      return html`<p class="mut">The pipeline run <bdi>${pipelineRun}</bdi> that the request names is not in the cluster, or another one has its name now. Its parameters are not known.</p>`;
  }
}

function renderUnproven(text: Html): Html {
  return html`<div class="callout warn">${icon("warn", "warn")}<p>${text}</p></div>`;
}

function renderParameters(parameters: ApprovalDetail["runParameters"]): Html {
  if (parameters.length === 0) return html`<p class="mut">The pipeline run has no parameters.</p>`;
  return html`<table class="kv"><caption>Parameters of the pipeline run</caption><tbody>${parameters.map(
    ({ name, value, masked }) =>
      html`<tr><th scope="row"><bdi>${name}</bdi></th><td><code><bdi>${showValue(value)}</bdi></code>${masked && renderMasked()}</td></tr>`,
  )}</tbody></table>`;
}

function renderMasked(): Html {
  return html`<small>Masked, because it looks like a secret. Whoever may read the PipelineRun sees it there.</small>`;
}

/** Strings as they are, everything else as JSON. */
function showValue(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
