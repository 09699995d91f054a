import type { ApprovalTask } from "../objects/approval-task.ts";
import { ok, refuse } from "../std/result.ts";
import type { Result } from "../std/result.ts";
import { compareKeys, keyOfTask } from "./approval-index.ts";
import type { ListFilter, Page } from "./approvals.ts";

const DEFAULT_LIMIT = 100;

/**
 * A page of `tasks`, which are in the order of their keys. The cursor names the last key of the page before, so that a
 * page stays right when approvals come and go between two requests. A cursor that cannot be read is refused.
 */
export function pageOf(
  tasks: readonly ApprovalTask[],
  { limit = DEFAULT_LIMIT, cursor }: Pick<ListFilter, "limit" | "cursor">,
): Result<Page<ApprovalTask>, string> {
  const after = cursor === undefined ? "" : readCursor(cursor);
  if (after === undefined)
    return refuse("The cursor cannot be read. Give `next` of the page before, unchanged.");
  const rest = after === "" ? tasks : tasks.filter((task) => compareKeys(keyOfTask(task), after) > 0);
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  const next = last === undefined || items.length === rest.length ? null : writeCursor(keyOfTask(last));
  return ok({ items, next });
}

function writeCursor(key: string): string {
  return Buffer.from(key).toString("base64url");
}

function readCursor(cursor: string): string | undefined {
  const key = Buffer.from(cursor, "base64url").toString();
  return key.includes("/") && writeCursor(key) === cursor ? key : undefined;
}
