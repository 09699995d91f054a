import { html } from "hono/html";
import type { Inbox } from "../../../approvals/approvals.ts";
import type { Html } from "../../components/html.ts";
import { renderPaging } from "../../components/paging.ts";
import type { PageContext } from "../page-context.ts";
import { inboxPath, openPages } from "./inbox-path.ts";
import { renderQueueRow } from "./render-queue-row.ts";

/** What this person has voted on and still waits for others, soonest deadline first; nothing when there is nothing. */
export function renderVoted(context: PageContext, inbox: Inbox): Html | false {
  const { voted } = inbox;
  if (voted.total === 0) return false;
  const rows = voted.items.map((approval) => renderQueueRow(context, approval, []));
  const paging =
    voted.total > voted.size &&
    renderPaging(voted, {
      label: "Pages of what you have voted on",
      before: "Back",
      after: "Next",
      hrefOf: (page) => `${inboxPath({ ...openPages(inbox), voted: page })}#voted`,
    });
  return html`<section class="stack" aria-labelledby="voted"><h2 id="voted">You have voted, others have not</h2>
<ol class="queue" start="${(voted.page - 1) * voted.size + 1}">${rows}</ol>${paging}</section>`;
}
