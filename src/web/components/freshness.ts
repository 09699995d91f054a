import { html } from "hono/html";
import type { Freshness } from "../../approvals/approvals.ts";
import type { Html } from "./html.ts";
import type { Times } from "./times.ts";

/**
 * How old what one sees is. Only a script keeps a page current, so that without one it says as of when it is; see
 * `data-scripted` in the style sheet.
 */
export function renderFreshness({ lastContactMs, live }: Freshness, times: Times): Html {
  if (lastContactMs === undefined) {
    return html`<p class="live lost" data-says="Not connected to the cluster yet."><span>Not connected to the cluster yet. Nothing can be shown.</span></p>`;
  }
  const time = times.clock(lastContactMs);
  return live
    ? html`<p class="live" data-says="Connected to the cluster."><span class="still">As of ${time}. Load the page again to see what has changed.</span><span class="moving">Live, last heard from the cluster at ${time}</span><span class="held">Some changes wait until you clear your selection.</span></p>`
    : html`<p class="live lost" data-says="Connection to the cluster lost."><span>Connection to the cluster lost at ${time}, trying again. What you see may be out of date.</span></p>`;
}
