import { html } from "hono/html";
import type { ApprovalView } from "../../../approvals/approval-view.ts";
import type { Html } from "../../components/html.ts";
import { renderMarkdown } from "../../components/markdown.ts";

/** The author's text. */
export function renderAsked({ description }: ApprovalView): Html {
  const text =
    description.trim() === ""
      ? html`<p class="mut">The pipeline gives no description.</p>`
      : html`<div class="prose" dir="auto">${renderMarkdown(description)}</div>`;
  return html`<section class="panel asked" aria-labelledby="asked">
<div class="bar">
<h2 id="asked">What is asked</h2><small>written by the pipeline’s author</small></div>
${text}
</section>`;
}
