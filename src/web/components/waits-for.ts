import { html } from "hono/html";
import type { ApprovalView } from "../../approvals/approval-view.ts";
import type { Principal } from "../../auth/principal.ts";
import type { Assignee } from "../../decision/request.ts";
import type { Html } from "./html.ts";

/** Names are written out up to this many. */
const MAX_NAMES = 3;

export interface WaitsFor {
  readonly approval: ApprovalView;
  readonly viewer: Principal | undefined;
  /** The assignees that the viewer could answer for; none when their vote would not count. */
  readonly matches: readonly Assignee[];
}

/** `You, Mei or Rafael`, `You or 4 others`, `john and mary`; with "and" where each of them has to answer. */
export function renderWaitsFor({ approval, viewer, matches }: WaitsFor): Html {
  const { waitingFor, strategy } = approval;
  if (waitingFor.length === 0) return html`nobody`;
  const mine = (one: Assignee): boolean =>
    matches.some(({ kind, name }) => kind === one.kind && name === one.name);
  const forViewer = viewer !== undefined && matches.length > 0;
  const others = waitingFor.filter((one) => !mine(one));
  const names = others.map(({ kind, name }) =>
    kind === "group" ? html`anyone in <bdi>${name}</bdi>` : html`<bdi>${name}</bdi>`,
  );
  const word = strategy === "MULTI" ? "and" : "or";
  if (!forViewer) {
    return others.length > MAX_NAMES
      ? html`${word === "or" ? "one of " : ""}${others.length} assignees`
      : joinWords(names, word);
  }
  if (others.length === 0) return html`<b>You</b>`;
  if (others.length >= MAX_NAMES) return html`<b>You</b> ${word} ${others.length} others`;
  return joinWords([html`<b>You</b>`, ...names], word);
}

function joinWords(words: readonly Html[], last: "and" | "or"): Html {
  return html`${words.map((word, index) => {
    if (index === 0) return word;
    return index === words.length - 1 ? html` ${last} ${word}` : html`, ${word}`;
  })}`;
}
