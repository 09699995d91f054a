import { html } from "hono/html";
import type { ApprovalDetail, NoticeView } from "../../../approvals/approval-view.ts";
import { NOTICE_KINDS, type NoticeState } from "../../../objects/approval/notice.ts";
import { formatCount } from "../../components/counts.ts";
import type { Html } from "../../components/html.ts";
import { icon } from "../../components/icon.ts";
import { describeNotice, KIND_WORDS, readChannel, STATE_LOOKS } from "../../components/notice-words.ts";
import type { Times } from "../../components/times.ts";
import type { PageContext } from "../page-context.ts";
import { renderEachNotice } from "./render-each-notice.ts";

/**
 * Whom the channels told, a line for each way and kind however many they are; each message is listed for admins alone, who
 * may send it again.
 */
export function renderNotices(context: PageContext, approval: ApprovalDetail): Html | false {
  const groups = groupNotices(approval.notices);
  if (groups.length === 0) return false;
  return html`<section class="panel stack no-print" aria-labelledby="notices"><h2 id="notices">Who was told</h2>
<ul class="people">${groups.map((group) => renderGroup(group, context.times))}</ul>
${renderEachNotice(context, approval)}
</section>`;
}

/** Of one way and one kind, in the order of kinds. */
type NoticeGroup = readonly [NoticeView, ...NoticeView[]];

function groupNotices(notices: readonly NoticeView[]): readonly NoticeGroup[] {
  return NOTICE_KINDS.flatMap((kind) => {
    const ofKind = notices.filter((notice) => notice.kind === kind);
    const byWay = Map.groupBy(ofKind, ({ channel }) => readChannel(channel).label);
    return [...byWay.values()].filter((group): group is [NoticeView, ...NoticeView[]] => group.length > 0);
  });
}

function renderGroup(group: NoticeGroup, times: Times): Html {
  const [first] = group;
  const way = readChannel(first.channel);
  const isAlone = group.length === 1;
  const reference = isAlone && way.reference !== "" && html` <bdi>${way.reference}</bdi>`;
  const said = isAlone ? describeNotice(first, times, "") : describeCounts(group);
  return html`<li data-key="${first.kind} ${way.label}">${icon(way.icon, toneOf(group))}<div>${way.label}${reference}: ${KIND_WORDS[first.kind]}<small>${said}</small></div><span></span></li>`;
}

/** In this order, what there is of it. */
const COUNTED: Readonly<Record<NoticeState, string>> = {
  sent: "told",
  failed: "could not be told",
  unknown: "may have been told",
  sending: "being told",
  waiting: "not told yet",
  skipped: "not told",
};

/** `196 told, 3 not told yet, 1 may have been told`; and the first reason that may be shown. */
function describeCounts(group: NoticeGroup): Html {
  const states = Object.keys(COUNTED) as NoticeState[];
  const counts = states.flatMap((state) => {
    const count = group.filter((notice) => notice.state === state).length;
    return count === 0 ? [] : [`${formatCount(count)} ${COUNTED[state]}`];
  });
  const reason = group.find(({ error }) => error !== null)?.error;
  return html`${counts.join(", ")}${reason !== undefined && html`: <bdi>${reason}</bdi>`}`;
}

function toneOf(group: NoticeGroup) {
  const worst = (["failed", "unknown"] as const).find((state) =>
    group.some((notice) => notice.state === state),
  );
  const isLate = group.some(({ state, tries }) => state === "waiting" && tries > 0);
  return worst === undefined ? (isLate ? "warn" : "off") : STATE_LOOKS[worst].tone;
}
