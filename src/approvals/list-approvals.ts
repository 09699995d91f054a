import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { ok, refuse, type Result } from "../std/result.ts";
import type { Sight } from "./access/sight.ts";
import type { ApprovalEntry } from "./approval-entry.ts";
import type { ApprovalIndex } from "./approval-index.ts";
import type { ApprovalView } from "./approval-view.ts";
import type { ListFilter, Page } from "./approvals.ts";
import { readCursor, writeCursor } from "./list-cursor.ts";
import type { Selection } from "./selection.ts";

const DEFAULT_LIMIT = 100;
/** Of all views of a page, about: an approval with all its votes has half a megabyte, and 500 of them would be no page. */
const MAX_CHARACTERS = 4 * 1024 * 1024;
/** What an approval's view has beside what people wrote, about. */
const FRAME = 1_500;

export interface ListContext {
  readonly nowMs: number;
  readonly view: (approval: ApprovalTask) => ApprovalView;
  /** Of the one who asks. */
  readonly sight: Sight;
}

/** A page of the approvals that the filter asks for. Views are made of its rows and of no others. */
export function listApprovals(
  index: ApprovalIndex,
  filter: ListFilter,
  { nowMs, view, sight }: ListContext,
): Result<Page<ApprovalView>, string> {
  const selection = index.select(filter, nowMs, sight);
  const page = pageOf(selection, filter);
  if (!page.ok) return page;
  const { items, next } = page.value;
  return ok({ items: items.map(({ approval }) => view(approval)), next, total: selection.total });
}

/**
 * A page of what is selected; no more of it is read than the page has. It ends before the limit when it would become too
 * long, but never without an item. A cursor that cannot be read, or is of another order, is refused.
 */
export function pageOf(
  selection: Pick<Selection, "order" | "after">,
  { limit = DEFAULT_LIMIT, cursor }: Pick<ListFilter, "limit" | "cursor">,
): Result<Omit<Page<ApprovalEntry>, "total">, string> {
  const { order } = selection;
  const place = cursor === undefined ? undefined : readCursor(order, cursor);
  if (cursor !== undefined && place === undefined)
    return refuse(
      "The cursor cannot be read. Give the `next` of the previous page, unchanged, with the same `order`.",
    );
  const items: ApprovalEntry[] = [];
  let characters = 0;
  for (const entry of selection.after(place)) {
    characters += weighApproval(entry.approval);
    const last = items.at(-1);
    const isWhole = items.length === limit || characters > MAX_CHARACTERS;
    if (isWhole && last !== undefined) return ok({ items, next: writeCursor(order, last) });
    items.push(entry);
  }
  return ok({ items, next: null });
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
