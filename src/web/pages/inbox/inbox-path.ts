/** Which pages of the inbox are open. */
export interface InboxPages {
  readonly waiting: number;
  readonly decided: number;
}

/** `/`, `/?page=2`, `/?page=2&decided=3`: the first pages go without saying. */
export function inboxPath({ waiting, decided }: InboxPages): string {
  const query = new URLSearchParams({
    ...(waiting > 1 && { page: String(waiting) }),
    ...(decided > 1 && { decided: String(decided) }),
  }).toString();
  return query === "" ? "/" : `/?${query}`;
}

/** A number of a page as a query says it; what says none is the first. */
export function readPage(text: string | undefined): number {
  return text !== undefined && /^[1-9]\d{0,5}$/u.test(text) ? Number(text) : 1;
}
