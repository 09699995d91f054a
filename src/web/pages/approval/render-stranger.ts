import { html } from "hono/html";
import type { ApprovalView } from "../../../approvals/approval-view.ts";
import { describeIssuer } from "../../../auth/issuer.ts";
import type { Principal } from "../../../auth/principal.ts";
import { explainNearMiss } from "../../../decision/explain-stranger.ts";
import type { Html } from "../../components/html.ts";
import { icon } from "../../components/icon.ts";

/** For somebody who is not asked: as whom they are known and by which means, and what differs where a name that is asked is near. */
export function renderStranger(viewer: Principal, approval: ApprovalView): Html {
  const { name, email = name, issuer, groups } = viewer;
  const address = email !== name && html`<small><bdi>${email}</bdi></small>`;
  const listed = groups.map((group, index) => html`${index > 0 && ", "}<bdi>${group}</bdi>`);
  return html`${renderNearMiss(explainNearMiss(approval, viewer))}
<dl class="facts"><div><dt>You are known as</dt><dd><bdi>${name}</bdi>${address}<small>${describeIssuer(issuer)}</small></dd></div>
<div><dt>Your groups</dt><dd>${groups.length === 0 ? html`<span class="mut">none</span>` : listed}</dd></div></dl>`;
}

function renderNearMiss(sentences: readonly string[]): Html | false {
  if (sentences.length === 0) return false;
  return html`<div class="callout warn">${icon("warn", "warn")}<p>${sentences.map((sentence) => html`<bdi>${sentence}</bdi> `)}</p></div>`;
}
