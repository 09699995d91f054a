import { html } from "hono/html";
import type { ApprovalView } from "../../../src/approvals/approval-view.ts";
import type { Html } from "../../../src/web/components/html.ts";
import { renderWaitsFor } from "../../../src/web/components/waits-for.ts";

/** `waits for john or mary`: the names alone, whoever looks, because here people try out being several. */
export function renderWaiting(approval: ApprovalView): Html {
  return html`waits for ${renderWaitsFor({ approval, matches: [] })}`;
}
