import type { SignedIn } from "../../src/approvals/approvals.ts";

/** Who is asked. All are in the group `ops`, all but the last in `leads`. */
export const PEOPLE = ["ann", "bob", "cid", "dee"] as const;

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  ann: ["ops", "leads"],
  bob: ["ops", "leads"],
  cid: ["ops", "leads"],
  dee: ["ops"],
};

/** Nobody ever asks this one. */
export const STRANGER = "eve";

export function voterOf(name: string): SignedIn {
  return { issuer: "open", subject: name, name, groups: GROUPS[name] ?? [] };
}
