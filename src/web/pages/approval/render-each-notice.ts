import { html } from "hono/html";
import type { ApprovalDetail, NoticeView } from "../../../approvals/approval-view.ts";
import { approvalPath } from "../../../objects/approval/approval-url.ts";
import type { NoticeState } from "../../../objects/approval/notice.ts";
import { explainNoRepeat } from "../../../objects/approval/notices/repeat-notice.ts";
import { formatCount } from "../../components/counts.ts";
import type { Html } from "../../components/html.ts";
import { icon } from "../../components/icon.ts";
import { KIND_WORDS, readChannel, STATE_LOOKS } from "../../components/notice-words.ts";
import type { PageContext } from "../page-context.ts";

/** Those that need a look come first. */
const ORDER: readonly NoticeState[] = ["unknown", "failed", "waiting", "sending", "skipped", "sent"];

/** Each message with its address, for those who may send it again: admins. Nothing for others, whose view has no keys. */
export function renderEachNotice(context: PageContext, approval: ApprovalDetail): Html | false {
  const listed = approval.notices.filter(({ key }) => key !== null);
  if (listed.length === 0) return false;
  const rows = listed.toSorted((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state));
  return html`<details id="each-notice"><summary>Each message (${formatCount(rows.length)})</summary>
<form method="post" action="${approvalPath(approval)}/notices"><input type="hidden" name="token" value="${context.token}">
<table class="rows" role="table"><caption class="vh">Messages about this approval, those that need a look first</caption>
<thead><tr><th scope="col">State</th><th scope="col" class="most">To</th><th scope="col">What happened</th><th scope="col" class="end">When</th></tr></thead>
<tbody>${rows.map((notice) => renderRow(context, approval, notice))}</tbody></table></form></details>`;
}

function renderRow({ times }: PageContext, { state: verdict }: ApprovalDetail, notice: NoticeView): Html {
  const { channel, kind, recipient, round, tries, state, time } = notice;
  const look = STATE_LOOKS[state];
  const way = readChannel(channel);
  const to = recipient ?? (way.reference === "" ? way.label : way.reference);
  const rounds = round > 1 && kind !== "voted" && `, sent ${round} times`;
  const mayBeSent = explainNoRepeat({ kind, channel }, { state, tries }, verdict !== "pending") === undefined;
  return html`<tr role="row" data-key="${channel} ${recipient} ${kind}"><td role="cell"><span class="tag ${look.tone}">${icon(look.icon)}${look.label}</span></td>
<td role="cell"><bdi>${to}</bdi><small>${way.label}, ${KIND_WORDS[kind]}${rounds}</small></td>
<td role="cell" class="by">${describeState(notice, times)}${mayBeSent && renderButton(notice, to)}</td>
<td role="cell" class="end num">${times.short(time)}</td></tr>`;
}

function describeState(notice: NoticeView, times: PageContext["times"]): Html {
  const { state, tries, error, nextTry, askedBy, lost } = notice;

  const count = tries > 1 && html` ${tries} tries.`;
  const why = error !== null && html`<bdi>${error}</bdi>.`;
  const next = nextTry !== null && html` Next try ${times.short(nextTry)}.`;
  const certainty = state === "unknown" && " It may have arrived, so it is not sent again by itself.";
  const again = askedBy !== null && html` Sent again for <bdi>${askedBy}</bdi>.`;
  const before = lost > 0 && ` Of the earlier votes, ${lost} may not have been told.`;
  return html`${why}${count}${next}${certainty}${again}${before}`;
}

function renderButton({ key, kind, state }: NoticeView, to: string): Html {
  const label = state === "waiting" ? "Try now" : "Send again";
  return html`<button class="btn line sm" name="notice" value="${key}" aria-label="${label}: ${KIND_WORDS[kind]} to ${to}">${icon("retry")}${label}</button>`;
}
