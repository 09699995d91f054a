// What somebody may do with an approval. Pure: the rules, the person, the approval.
import { foldEmail } from "../../decision/asked-as.ts";
import { findPositions } from "../../decision/entitlement.ts";
import type { Assignee, Voter } from "../../decision/request.ts";
import { type ApprovalTask, assigneesOf } from "../../objects/approval/approval-task.ts";
import { LINK_ISSUER } from "../../std/issuers.ts";
import { isVoteOf } from "../is-vote-of.ts";
import type { AccessRules, People } from "./access-rules.ts";

/** What an address can need of whoever comes to it. */
export type Right = "view" | "vote" | "cancel" | "administer";

/** Absent: nobody is signed in. */
export type Viewer = Voter | undefined;

/** Whoever has the message has the link: it shows one approval, and no other right of whom it was sent to comes with it. */
function isByLink(viewer: Viewer): boolean {
  return viewer?.issuer === LINK_ISSUER;
}

export function mayAdminister({ admins }: AccessRules, viewer: Viewer): boolean {
  return !isByLink(viewer) && isAmong(admins, viewer);
}

/** Whether there is nothing that this person may not see. */
export function mayViewAll(rules: AccessRules, viewer: Viewer): boolean {
  const { view } = rules;
  if (view === "everybody") return true;
  if (viewer === undefined) return false;
  if (view === "named" || mayAdminister(rules, viewer)) return true;
  return view.some(({ people, isOpen }) => isOpen === undefined && isAmong(people, viewer));
}

/** Whether this person may see all of that namespace, whoever is asked there. */
export function mayViewNamespace(rules: AccessRules, viewer: Viewer, namespace: string): boolean {
  if (mayViewAll(rules, viewer)) return true;
  if (typeof rules.view === "string") return false;
  return rules.view.some(({ people, isOpen }) => isOpen?.(namespace) === true && isAmong(people, viewer));
}

/** Whoever is asked or has voted sees that approval. Who started its run is not known for certain, so that nothing follows from it. */
export function mayView(rules: AccessRules, viewer: Viewer, approval: ApprovalTask): boolean {
  if (mayViewNamespace(rules, viewer, approval.metadata.namespace ?? "")) return true;
  return viewer !== undefined && isConcerned(viewer, approval);
}

/** For who sees an approval, and asks why it is not theirs to cancel. */
export const MAY_NOT_CANCEL =
  "You may see this approval, but not cancel it. Admins may, and whoever `access.cancel` names. To stop the whole pipeline run, cancel that.";

/** What one may not see one cannot cancel. */
export function mayCancel(rules: AccessRules, viewer: Viewer, approval: ApprovalTask): boolean {
  if (viewer === undefined || isByLink(viewer) || !mayView(rules, viewer, approval)) return false;
  return rules.cancel === "named" || isAmong(rules.cancel, viewer) || mayAdminister(rules, viewer);
}

/** Where a message goes, and who is told by it; no one in particular: all who are asked. */
export interface Addressed {
  readonly recipient: string;
  readonly to: readonly Assignee[];
}

/** An address is for admins, and for whose it is. Where names prove nothing, that is nobody. */
export function maySeeAddress(rules: AccessRules, viewer: Viewer, { recipient, to }: Addressed): boolean {
  if (mayAdminister(rules, viewer)) return true;
  if (viewer === undefined || rules.view === "everybody") return false;
  if (viewer.email !== undefined && foldEmail(viewer.email) === foldEmail(recipient)) return true;
  return isAmong(
    to.filter(({ kind }) => kind === "user"),
    viewer,
  );
}

function isConcerned(viewer: Voter, { spec, status }: ApprovalTask): boolean {
  if (isAmong(assigneesOf(spec), viewer)) return true;
  return status?.votes?.some((vote) => isVoteOf(viewer, vote)) ?? false;
}

/** As the engine tells who is asked. */
function isAmong(people: People, viewer: Viewer): boolean {
  return viewer !== undefined && findPositions({ assignees: people }, viewer).length > 0;
}
