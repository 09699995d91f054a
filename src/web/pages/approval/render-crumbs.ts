import { html } from "hono/html";
import type { ApprovalRef } from "../../../approvals/approvals.ts";
import type { Html } from "../../components/html.ts";

export function renderCrumbs({ namespace, name }: ApprovalRef): Html {
  return html`<nav class="crumbs" aria-label="Path"><ol><li><a href="/">Inbox</a></li><li>${namespace}</li><li>${name}</li></ol></nav>`;
}
