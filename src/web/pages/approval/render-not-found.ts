import { html } from "hono/html";
import type { ApprovalRef } from "../../../approvals/approvals.ts";
import { renderFreshness } from "../../components/freshness.ts";
import type { Page } from "../../components/layout.ts";
import type { PageContext } from "../page-context.ts";
import { renderGone } from "./render-changes.ts";
import { renderOwnWords } from "../render-own-words.ts";

/** No approval by that name: why that may be. */
export function renderNotFound(
  { freshness, times, clusterName, signIn, viewer }: PageContext,
  { namespace, name }: ApprovalRef,
  comment?: string,
): Page {
  const where = clusterName === undefined ? "" : html` on cluster <bdi>${clusterName}</bdi>`;
  const body = html`<div class="head"><h1${comment !== undefined && html` tabindex="-1" autofocus`}>No approval by that name</h1>${!freshness.live && renderFreshness(freshness, times)}</div>
<section class="panel stack" aria-label="Why">
<p class="prose">There is no <code><bdi>${name}</bdi></code> in <code><bdi>${namespace}</bdi></code>${where}.</p>
<ul class="prose">
<li>Its pipeline run may have been deleted. An approval is deleted with its run.</li>
<li>The link may be from another cluster, or cut short by a chat app.</li>
${signIn.kind !== "claim" && viewer !== undefined && html`<li>You, <bdi>${viewer.name}</bdi>, may not be allowed to see it. Those who are asked always may; whoever runs Countersign can say who else may.</li>`}
<li>It may never have opened: a wrong parameter ends the run at once. The run’s message says which.</li>
</ul>
<p><a href="/">Back to the inbox</a></p>
</section>
${renderOwnWords(comment)}
${renderGone()}`;
  return { title: "Not found", body, narrow: true };
}
