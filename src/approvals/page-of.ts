import type { ApprovalTask } from "../objects/approval-task.ts";
import { ok, refuse } from "../std/result.ts";
import type { Result } from "../std/result.ts";
import { keyOfTask } from "./approval-index.ts";
import type { ListFilter, Page } from "./approvals.ts";

const DEFAULT_LIMIT = 100;

/**
 * A page of what `select` gives in the order of keys after a key; no more of it is read than the page has. The cursor names
 * the last key of the page before, so that a page stays right when approvals come and go between two requests. A cursor
 * that cannot be read is refused.
 */
export function pageOf(
  select: (after: string) => Iterable<ApprovalTask>,
  { limit = DEFAULT_LIMIT, cursor }: Pick<ListFilter, "limit" | "cursor">,
): Result<Page<ApprovalTask>, string> {
  const after = cursor === undefined ? "" : readCursor(cursor);
  if (after === undefined)
    return refuse("The cursor cannot be read. Give `next` of the page before, unchanged.");
  const items: ApprovalTask[] = [];
  for (const task of select(after)) {
    const last = items.at(-1);
    if (items.length === limit && last !== undefined)
      return ok({ items, next: writeCursor(keyOfTask(last)) });
    items.push(task);
  }
  return ok({ items, next: null });
}

function writeCursor(key: string): string {
  return Buffer.from(key).toString("base64url");
}

function readCursor(cursor: string): string | undefined {
  const key = Buffer.from(cursor, "base64url").toString();
  return key.includes("/") && writeCursor(key) === cursor ? key : undefined;
}
