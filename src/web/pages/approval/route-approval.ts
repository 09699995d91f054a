import type { Context, Hono } from "hono";
import type { ApprovalRef, Reading } from "../../../approvals/approvals.ts";
import type { Clock } from "../../../std/clock.ts";
import type { Logger } from "../../../std/logger.ts";
import { HttpProblem } from "../../problems/http-problem.ts";
import { readRef } from "../../read-ref.ts";
import { notYetConnected } from "../../problems/reading-problem.ts";
import type { ReadingSide } from "../../reading-side.ts";
import type { WebEnv } from "../../web-env.ts";
import { approvalPath } from "../../../objects/approval/approval-url.ts";
import type { PageKit } from "../create-page-kit.ts";
import type { PageContext } from "../page-context.ts";
import type { KeptDrafts } from "./kept-drafts.ts";
import { renderApproval } from "./render-approval.ts";
import { renderNotFound } from "./render-not-found.ts";
import { renderRecord, type RecordFacts } from "./render-record.ts";

/** What else waits, beside a record. */
const OTHERS_SHOWN = 5;

export interface ApprovalPageOptions {
  readonly kit: PageKit;
  readonly approvals: ReadingSide;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Absent where nobody signs in on the way. */
  readonly drafts: KeptDrafts | undefined;
}

/** The page of an approval, from the watched cache; and the receipt, read back from the API server. */
export function routeApproval(pages: Hono<WebEnv>, options: ApprovalPageOptions): void {
  const { kit, approvals, clock, drafts } = options;
  pages.get("/approvals/:namespace/:name", async (c) => {
    const ref = readRef(c.req.param());
    const context = kit.contextOf(c);
    const seen = approvals.seenBy(context.viewer);
    const approval = seen.find(ref);
    if (approval === undefined) return answerMissing(c, kit, ref);
    if (approval.state !== "pending") {
      const waiting = othersThatWait(seen, context, ref);
      return kit.answer(c, renderRecord(context, { approval, readBackMs: undefined, waiting }));
    }
    const { viewer } = context;
    const matches = viewer === undefined ? [] : seen.matchesFor(approval, viewer);
    const refusal = viewer === undefined ? undefined : seen.refusalFor(ref, viewer);
    const mayCancel = seen.mayCancel(ref);
    const kept = await drafts?.find(c, approvalPath(ref));
    const facts = { approval, matches, refusal, mayCancel, ...(kept && { kept }) };
    return await kit.answer(c, renderApproval(context, facts));
  });
  pages.get("/approvals/:namespace/:name/receipt", async (c) => {
    const ref = readRef(c.req.param());
    const context = kit.contextOf(c);
    const seen = approvals.seenBy(context.viewer);
    const approval = await readBack(seen, options.logger, ref);
    if (approval === undefined) return kit.answer(c, renderNotFound(context, ref), 404);
    const waiting = othersThatWait(seen, context, ref);
    return kit.answer(c, renderRecord(context, { approval, readBackMs: clock.now(), waiting }));
  });
}

/** Before the first word from the cluster, nothing can be said to be missing. */
export function answerMissing(c: Context<WebEnv>, kit: PageKit, ref: ApprovalRef): Promise<Response> {
  const context = kit.contextOf(c);
  if (context.freshness.lastContactMs === undefined) throw notYetConnected();
  return kit.answer(c, renderNotFound(context, ref), 404);
}

async function readBack(seen: Pick<Reading, "read">, logger: Logger, ref: ApprovalRef) {
  try {
    return await seen.read(ref);
  } catch (error) {
    logger.warn({ ...ref, err: error }, "could not read an approval back for its receipt");
    throw new HttpProblem(
      "unavailable",
      `The approval ${ref.namespace}/${ref.name} could not be read from the cluster's API server, which does not answer. Until it does, nobody can say here whether your vote is recorded: open this page again in a moment, and vote again if it is not there. A vote counts once.`,
      { cause: error, headers: { "Retry-After": "5" } },
    );
  }
}

/** The first few, and how many there are; the approval of the page itself is none of them. */
function othersThatWait(
  seen: Pick<Reading, "inbox" | "refusalFor">,
  { viewer, link }: PageContext,
  ref: ApprovalRef,
): RecordFacts["waiting"] {
  if (viewer === undefined || link !== undefined) return { first: [], total: 0 };
  const nothing = { page: 1, size: 0 };
  const asked = { waiting: { page: 1, size: OTHERS_SHOWN + 1 }, voted: nothing, decided: nothing };
  const { items, total } = seen.inbox(viewer, asked).waiting;
  const others = items.filter(({ namespace, name }) => namespace !== ref.namespace || name !== ref.name);
  const own = seen.refusalFor(ref, viewer) === undefined ? 1 : 0;
  return { first: others.slice(0, OTHERS_SHOWN), total: total - own };
}
