import { html } from "hono/html";
import type { VoteView } from "../../approvals/approval-view.ts";
import type { Principal } from "../../auth/principal.ts";
import type { Assignee } from "../../decision/request.ts";
import type { Html } from "./html.ts";

/** Whether the one who looks gave this vote: a namesake whom another issuer vouches for is somebody else. */
export function isVoteOf(
  viewer: Principal | undefined,
  { by, issuer }: Pick<VoteView, "by" | "issuer">,
): boolean {
  return by === viewer?.name && issuer === viewer.issuer;
}

/** `You` for the one who looks, else the name. */
export function renderVoter(vote: Pick<VoteView, "by" | "issuer">, viewer: Principal | undefined): Html {
  return isVoteOf(viewer, vote) ? html`You` : html`<bdi>${vote.by}</bdi>`;
}

/** `You, mary` for the one who looks, else the name; `Anyone in managers` for a group. */
export function renderAssignee({ kind, name }: Assignee, viewer: Principal | undefined): Html {
  if (kind === "group") return html`Anyone in <bdi>${name}</bdi>`;
  return name === viewer?.name ? html`You, <bdi>${name}</bdi>` : html`<bdi>${name}</bdi>`;
}
