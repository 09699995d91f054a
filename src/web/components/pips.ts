import { html } from "hono/html";
import type { ApprovalView } from "../../approvals/approval-view.ts";
import type { Html } from "./html.ts";

/** Beyond this many, the count in words has to do. */
const MAX_PIPS = 12;

/** A square for each vote needed, filled for each received; the same stands beside it in words. */
export function renderPips({ received, required }: ApprovalView["responses"]): Html | false {
  if (required > MAX_PIPS) return false;
  const pips = Array.from({ length: required }, (_, index) =>
    index < received ? html`<i class="on"></i>` : html`<i></i>`,
  );
  return html`<span class="pips" aria-hidden="true">${pips}</span>`;
}
