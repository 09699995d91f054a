import { html } from "hono/html";
import type { Freshness } from "../../approvals/approvals.ts";
import type { Html } from "./html.ts";
import type { Times } from "./times.ts";

/** How old what one sees is: nothing to worry about, or a lost connection. */
export function renderFreshness({ lastContactMs, live }: Freshness, times: Times): Html {
  if (lastContactMs === undefined) {
    return html`<p class="live lost"><span>Not connected to the cluster yet. Nothing can be shown.</span></p>`;
  }
  const time = times.clock(lastContactMs);
  return live
    ? html`<p class="live"><span>Live, last word from the cluster ${time}</span></p>`
    : html`<p class="live lost"><span>Connection to the cluster lost at ${time}, trying again. What you see may be out of date.</span></p>`;
}
