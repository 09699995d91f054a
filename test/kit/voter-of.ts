import type { SignedIn } from "../../src/approvals/approvals.ts";
import type { Voter } from "../../src/decision/request.ts";

/** Somebody in open mode, where the name is the account; give what differs. */
export function voterOf(name: string, changes: Partial<Voter> = {}): SignedIn {
  return { issuer: "open", subject: name, name, groups: [], ...changes };
}
