// How messages are spoken of: where they go, what they say, what became of them.
import { html } from "hono/html";
import type { NoticeView } from "../../approvals/approval-view.ts";
import type { NoticeKind, NoticeState } from "../../objects/approval/notice.ts";
import type { Html } from "./html.ts";
import type { IconName, Tone } from "./icon.ts";
import type { Times } from "./times.ts";

/** The ways that messages take; a channel is one of these, most with a reference behind it. */
const WAYS = {
  mail: { label: "Mail", by: "by mail", icon: "mail" },
  slack: { label: "Slack", by: "on Slack", icon: "chat" },
  teams: { label: "Teams", by: "on Teams", icon: "chat" },
  webhook: { label: "Webhook", by: "by webhook", icon: "hook" },
} as const satisfies Readonly<Record<string, Way>>;

interface Way {
  readonly label: string;
  readonly by: string;
  readonly icon: IconName;
}

/** `slack/releases` is the way Slack and the reference `releases`. */
export function readChannel(channel: string): Way & { readonly reference: string } {
  const [way = "", ...rest] = channel.split("/");
  const known: Readonly<Record<string, Way>> = WAYS;
  return { ...(known[way] ?? { label: way, by: `by ${way}`, icon: "hook" }), reference: rest.join("/") };
}

export const KIND_WORDS: Readonly<Record<NoticeKind, string>> = {
  request: "request",
  secondStep: "second stage",
  voted: "votes",
  outcome: "outcome",
};

export const STATE_LOOKS: Readonly<
  Record<NoticeState, { readonly label: string; readonly tone: Tone; readonly icon: IconName }>
> = {
  waiting: { label: "Waiting", tone: "off", icon: "late" },
  sending: { label: "Being sent", tone: "now", icon: "run" },
  sent: { label: "Sent", tone: "ok", icon: "ok" },
  failed: { label: "Failed", tone: "bad", icon: "no" },
  unknown: { label: "Unknown", tone: "warn", icon: "unknown" },
  skipped: { label: "Not sent", tone: "off", icon: "skip" },
};

/** `told by mail 10:02`; `could not be told by mail: …; next try 10:07`. `by` says the way, where that is not said beside it. */
export function describeNotice(notice: NoticeView, times: Times, by = readChannel(notice.channel).by): Html {
  const { state, time, tries, nextTry, error } = notice;
  const told = by === "" ? "told" : `told ${by}`;
  const why = error !== null && html`: <bdi>${error}</bdi>`;
  const failed = html`<b class="due">could not be ${told}</b>${why}`;
  switch (state) {
    case "sent":
      return html`${told} ${times.short(time)}`;
    case "sending":
      return html`being ${told}`;
    case "unknown":
      return html`may have been ${told} ${times.short(time)}`;
    case "failed":
      return failed;
    case "skipped":
      return html`not ${told}${why}`;
    case "waiting":
      if (tries === 0) return html`about to be ${told}`;
      return html`${failed}${nextTry !== null && html`; next try ${times.short(nextTry)}`}`;
  }
}
