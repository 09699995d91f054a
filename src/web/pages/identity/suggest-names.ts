import type { Approvals } from "../../../approvals/approvals.ts";

const MAX_SUGGESTIONS = 20;

/** Users that open approvals ask: in open mode one may come as any of them. */
export function suggestNames(approvals: Pick<Approvals, "list">): readonly string[] {
  const page = approvals.list({ state: "pending", limit: 100 });
  if (!page.ok) return [];
  const names = page.value.items
    .flatMap(({ waitingFor }) => waitingFor)
    .filter(({ kind }) => kind === "user")
    .map(({ name }) => name);
  return [...new Set(names)].toSorted().slice(0, MAX_SUGGESTIONS);
}
