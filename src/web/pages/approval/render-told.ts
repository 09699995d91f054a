import { html } from "hono/html";
import type { ApprovalDetail, NoticeView } from "../../../approvals/approval-view.ts";
import type { Assignee } from "../../../decision/request.ts";
import { NOTICE_KINDS } from "../../../objects/approval/notice.ts";
import { parseTime } from "../../../std/clock.ts";
import type { Html } from "../../components/html.ts";
import { describeNotice } from "../../components/notice-words.ts";
import type { Times } from "../../components/times.ts";

/** `, told by mail 10:02`: what became of what was sent last to this one; nothing where nothing is sent to them alone. */
export function renderTold(
  { notices }: Pick<ApprovalDetail, "notices">,
  { kind, name }: Assignee,
  times: Times,
): Html | false {
  const theirs = notices.filter(({ to }) => to.some((one) => one.kind === kind && one.name === name));
  const last = findLast(theirs);
  return last.length > 0 && html`, ${describeAll(last, times)}`;
}

/** Those of the last kind that there are any of; what was left out on purpose counts where there is nothing else. */
function findLast(notices: readonly NoticeView[]): readonly NoticeView[] {
  const meant = notices.filter(({ state }) => state !== "skipped");
  const counted = meant.length > 0 ? meant : notices;
  const last = NOTICE_KINDS.findLast((kind) => counted.some((notice) => notice.kind === kind));
  return counted.filter(({ kind }) => kind === last);
}

/** One is told by itself; of several addresses, how many were. */
function describeAll(notices: readonly NoticeView[], times: Times): Html {
  const [first] = notices;
  if (first !== undefined && notices.length === 1) return describeNotice(first, times);
  const told = notices.filter(({ state }) => state === "sent");
  const latest = told.map(({ time }) => time).toSorted((one, other) => sortKey(one) - sortKey(other));
  const time = latest.at(-1);
  const some = `${told.length} of ${notices.length} addresses told`;
  return html`${some}${time !== undefined && html` ${times.short(time)}`}`;
}

function sortKey(time: string): number {
  return parseTime(time) ?? 0;
}
