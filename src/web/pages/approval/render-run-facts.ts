import { html } from "hono/html";
import type { ApprovalDetail } from "../../../approvals/approval-view.ts";
import type { Html } from "../../components/html.ts";

/** What the pipeline run was started with. */
export function renderRunFacts({
  pipelineRun,
  pipelineRunVerified,
  runParameters,
}: ApprovalDetail): Html | false {
  if (pipelineRun === null) return false;
  return html`<section class="panel" aria-labelledby="run"><h2 id="run">What the run brings along</h2>
${pipelineRunVerified ? renderParameters(runParameters) : renderMissing(pipelineRun)}
</section>`;
}

function renderParameters(parameters: ApprovalDetail["runParameters"]): Html {
  if (parameters.length === 0) return html`<p class="mut">The pipeline run has no parameters.</p>`;
  return html`<table class="kv"><caption>Parameters of the pipeline run</caption><tbody>${parameters.map(
    ({ name, value }) =>
      html`<tr><th scope="row"><bdi>${name}</bdi></th><td><code><bdi>${showValue(value)}</bdi></code></td></tr>`,
  )}</tbody></table>`;
}

function renderMissing(pipelineRun: string): Html {
  return html`<p class="mut">The pipeline run <bdi>${pipelineRun}</bdi> that the request names is not in the cluster, or another one has its name now. Its parameters are not known.</p>`;
}

/** Strings as they are, everything else as JSON. */
function showValue(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
