import { html } from "hono/html";
import type { VoteView } from "../../approvals/approval-view.ts";
import { isVoteOf } from "../../approvals/is-vote-of.ts";
import type { Principal } from "../../auth/principal.ts";
import { askedAs, isAsked } from "../../decision/asked-as.ts";
import type { Assignee } from "../../decision/request.ts";
import type { Html } from "./html.ts";

/** Whether the one who looks gave this vote. */
export function isOwnVote(viewer: Principal | undefined, vote: VoteView): boolean {
  return viewer !== undefined && isVoteOf(viewer, vote);
}

/** `You` for the one who looks, else the name. */
export function renderVoter(vote: VoteView, viewer: Principal | undefined): Html {
  return isOwnVote(viewer, vote) ? html`You` : html`<bdi>${vote.by}</bdi>`;
}

/** `You, mary` for the one who looks, by name or address; else the name; `Anyone in managers` for a group. */
export function renderAssignee(assignee: Assignee, viewer: Principal | undefined): Html {
  const { kind, name } = assignee;
  if (kind === "group") return html`Anyone in <bdi>${name}</bdi>`;
  const isViewer = viewer !== undefined && isAsked(assignee, askedAs(viewer));
  return isViewer ? html`You, <bdi>${name}</bdi>` : html`<bdi>${name}</bdi>`;
}
