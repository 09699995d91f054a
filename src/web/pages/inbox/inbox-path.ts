import type { Inbox } from "../../../approvals/approvals.ts";

/** Which pages of the inbox are open. */
export interface InboxPages {
  readonly waiting: number;
  readonly voted: number;
  readonly decided: number;
}

/** `/`, `/?page=2`, `/?page=2&decided=3`: the first pages go without saying. */
export function inboxPath({ waiting, voted, decided }: InboxPages): string {
  const query = new URLSearchParams({
    ...(waiting > 1 && { page: String(waiting) }),
    ...(voted > 1 && { voted: String(voted) }),
    ...(decided > 1 && { decided: String(decided) }),
  }).toString();
  return query === "" ? "/" : `/?${query}`;
}

/** The pages that are open, by what was found of them. */
export function openPages({
  waiting,
  voted,
  decided,
}: Pick<Inbox, "waiting" | "voted" | "decided">): InboxPages {
  return { waiting: waiting.page, voted: voted.page, decided: decided.page };
}
