import { html } from "hono/html";
import type { ApprovalView } from "../../approvals/approval-view.ts";
import type { Assignee } from "../../decision/request.ts";
import type { Html } from "./html.ts";

/** Written out up to this many, the reader among them. */
const MAX_NAMES = 3;

export interface WaitsFor {
  readonly approval: Pick<ApprovalView, "waitingFor" | "strategy">;
  /** The assignees that the viewer could answer for; none when their vote would not count. */
  readonly matches: readonly Assignee[];
}

/** `You, Mei or Rafael`, `You or 4 others`, `You or others in dba`, `john and mary`: with "and" where each has to answer. */
export function renderWaitsFor({ approval, matches }: WaitsFor): Html {
  const { waitingFor, strategy } = approval;
  if (waitingFor.length === 0) return html`nobody`;
  const isMine = (one: Assignee): boolean =>
    matches.some(({ kind, name }) => kind === one.kind && name === one.name);
  const each = strategy === "MULTI";
  const others = waitingFor.filter((one) => !isMine(one) || (one.kind === "group" && !each));
  const names = others.map((one) => nameOther(one, isMine(one)));
  const word = each ? "and" : "or";
  if (matches.length === 0) {
    return names.length <= MAX_NAMES
      ? joinWords(names, word)
      : html`${each ? "" : "one of "}${names.length} people or groups`;
  }
  return names.length < MAX_NAMES
    ? joinWords([html`<b>You</b>`, ...names], word)
    : html`<b>You</b> ${word} ${names.length} others`;
}

function nameOther({ kind, name }: Assignee, mine: boolean): Html {
  if (kind === "user") return html`<bdi>${name}</bdi>`;
  return mine ? html`others in <bdi>${name}</bdi>` : html`anyone in <bdi>${name}</bdi>`;
}

function joinWords(words: readonly Html[], last: "and" | "or"): Html {
  return html`${words.map((word, index) => {
    if (index === 0) return word;
    return index === words.length - 1 ? html` ${last} ${word}` : html`, ${word}`;
  })}`;
}
