import { html } from "hono/html";
import type { ApprovalDetail } from "../../../approvals/approval-view.ts";
import type { Principal } from "../../../auth/principal.ts";
import type { Html } from "../../components/html.ts";

/** More than the votes there can be. */
const DECIDED = 1_000;

/**
 * What the place of the vote rests on, as attributes: who looks, which request and attempt it is for, and how far
 * that has come, as a number that grows. A page that stays open compares them with those of the page as it is now.
 */
export function renderStanding(viewer: Principal | undefined, approval: ApprovalDetail): Html {
  const { uid, digest, attempt, votes, state } = approval;
  const account = viewer === undefined ? "" : JSON.stringify([viewer.issuer, viewer.subject, viewer.groups]);
  const standing = votes.length + (state === "pending" ? 0 : DECIDED);
  return html` data-viewer="${account}" data-request="${uid} ${digest}" data-attempt="${attempt}" data-standing="${standing}"`;
}
