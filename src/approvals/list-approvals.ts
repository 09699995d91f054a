import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { ok, refuse, type Result } from "../std/result.ts";
import { refOf } from "../objects/ref-of.ts";
import type { ApprovalIndex } from "./approval-index.ts";
import { keyOf } from "./approval-key.ts";
import type { ApprovalView } from "./approval-view.ts";
import type { ListFilter, Page } from "./approvals.ts";

const DEFAULT_LIMIT = 100;
/** Of all views of a page, about: an approval with all its votes has half a megabyte, and 500 of them would be no page. */
const MAX_CHARACTERS = 4 * 1024 * 1024;
/** What an approval's view has beside what people wrote, about. */
const FRAME = 1_500;

/** A page of the approvals that the filter asks for. Views are made of its rows and of no others. */
export function listApprovals(
  index: ApprovalIndex,
  filter: ListFilter,
  view: (approval: ApprovalTask) => ApprovalView,
): Result<Page<ApprovalView>, string> {
  const page = pageOf((after) => index.select(filter, after), filter);
  if (!page.ok) return page;
  return ok({ items: page.value.items.map(view), next: page.value.next });
}

/**
 * A page of what `select` gives in the order of keys after a key; no more of it is read than the page has. It ends before the
 * limit when it would become too long, but never without an item. The cursor names
 * the last key of the page before, so that a page stays right when approvals come and go between two requests. A cursor
 * that cannot be read is refused.
 */
export function pageOf(
  select: (after: string) => Iterable<ApprovalTask>,
  { limit = DEFAULT_LIMIT, cursor }: Pick<ListFilter, "limit" | "cursor">,
): Result<Page<ApprovalTask>, string> {
  const after = cursor === undefined ? "" : readCursor(cursor);
  if (after === undefined)
    return refuse("The cursor cannot be read. Give the `next` of the previous page, unchanged.");
  const items: ApprovalTask[] = [];
  let characters = 0;
  for (const approval of select(after)) {
    characters += weighApproval(approval);
    const last = items.at(-1);
    const isWhole = items.length === limit || characters > MAX_CHARACTERS;
    if (isWhole && last !== undefined) return ok({ items, next: writeCursor(keyOf(refOf(last))) });
    items.push(approval);
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

/** How many characters the view of an approval has as JSON, about: of the texts that can be long. */
function weighApproval({ spec, status }: ApprovalTask): number {
  const names = [...(spec.approvers ?? []), ...(spec.groups ?? [])];
  const comments = (status?.votes ?? []).map(({ comment }) => comment);
  const results = Object.values(status?.results ?? {});
  const people = lengthOf(names);
  // People stand among those asked and among those it waits for.
  return FRAME + 2 * people + (spec.description ?? "").length + lengthOf(comments) + lengthOf(results);
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}
