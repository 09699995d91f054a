import { html } from "hono/html";
import type { Html } from "../../../../src/web/components/html.ts";
import { icon } from "../../../../src/web/components/icon.ts";
import type { Sample } from "../../samples/load-samples.ts";
import { renderGlyph } from "./render-glyph.ts";

/** A card for each sample, with a button that starts it. */
export function renderSamples(samples: readonly Sample[], token: string): Html {
  return html`<section aria-labelledby="samples"><h2 id="samples" class="vh">Sample pipelines</h2>
<ul class="cards">${samples.map((sample) => renderCard(sample, token))}</ul></section>`;
}

function renderCard({ id, title, description, approvers, groups }: Sample, token: string): Html {
  return html`<li>${renderGlyph(id)}<h3>${title}</h3><p>${description}</p><p class="mut"><small>asks ${describeAsked(approvers, groups)}</small></p>
<form method="post" action="/demo/start"><input type="hidden" name="token" value="${token}"><button class="btn" name="sample" value="${id}" aria-label="Start ${title}">${icon("play")}Start</button></form></li>`;
}

function describeAsked(approvers: readonly string[], groups: readonly string[]): string {
  if (groups.length === 0) return approvers.join(", ");
  return `${groups.length === 1 ? "group" : "groups"} ${groups.join(" and ")}`;
}
