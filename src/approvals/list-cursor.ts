// The cursor of a page names the place of its last item, so that the next page is right when approvals come and go between.
import type { Place } from "./approval-entry.ts";
import type { ListOrder } from "./approvals.ts";

/** `shop/release-1` by name; with the times that it is ordered by before it, by deadline. */
const TEXT = /^(?:(?<due>\d+|Infinity) (?<opened>\d+) )?(?<key>[^\s/]+\/[^\s/]+)$/u;

export function writeCursor(order: ListOrder, { dueMs, openedMs, key }: Place): string {
  return encode(order === "name" ? key : `${dueMs} ${openedMs} ${key}`);
}

/** `undefined` when it is not one of this order. */
export function readCursor(order: ListOrder, cursor: string): Place | undefined {
  const text = Buffer.from(cursor, "base64url").toString();
  const { due, opened, key } = TEXT.exec(text)?.groups ?? {};
  if (key === undefined || encode(text) !== cursor) return undefined;
  if ((due === undefined) !== (order === "name")) return undefined;
  return { dueMs: Number(due ?? 0), openedMs: Number(opened ?? 0), key };
}

function encode(text: string): string {
  return Buffer.from(text).toString("base64url");
}
