import type { ApprovalRef, Reading } from "../../../approvals/approvals.ts";
import type { AskedNames } from "./render-identity.ts";

const MOST_NAMES = 200;

type AskedIn = Pick<Reading, "askedNames" | "find">;

/** Whom open approvals wait for: in open mode one may be any of them. First come those whom the page before asks. */
export function suggestNames(approvals: AskedIn, next: string): AskedNames {
  const ref = refIn(next);
  const here = ref === undefined ? [] : (approvals.find(ref)?.waitingFor ?? []);
  const namesOf = (kind: "user" | "group"): readonly string[] => {
    const first = here.filter((one) => one.kind === kind).map(({ name }) => name);
    const all = approvals.askedNames(kind, MOST_NAMES).toSorted((one, other) => one.localeCompare(other));
    return [...new Set([...first, ...all])];
  };
  return { users: namesOf("user"), groups: namesOf("group") };
}

function refIn(path: string): ApprovalRef | undefined {
  const { namespace, name } = /^\/approvals\/(?<namespace>[^/]+)\/(?<name>[^/]+)/u.exec(path)?.groups ?? {};
  return namespace === undefined || name === undefined ? undefined : { namespace, name };
}
