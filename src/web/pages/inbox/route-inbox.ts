import type { Hono } from "hono";
import type { Reading } from "../../../approvals/approvals.ts";
import type { ReadingSide } from "../../reading-side.ts";
import type { WebEnv } from "../../web-env.ts";
import { readPage } from "../../components/paging.ts";
import type { PageKit } from "../create-page-kit.ts";
import { suggestNames } from "../identity/suggest-names.ts";
import { renderIdentity } from "../identity/render-identity.ts";
import { renderNobody } from "./render-nobody.ts";
import { renderInbox } from "./render-inbox.ts";

const ROWS = 50;

export interface InboxPageOptions {
  readonly kit: PageKit;
  readonly approvals: ReadingSide;
}

/** `/`: what waits for the one who looks. Without a name there is no inbox, and the page asks for one. */
export function routeInbox(pages: Hono<WebEnv>, { kit, approvals }: InboxPageOptions): void {
  pages.get("/", (c) => {
    const context = kit.contextOf(c);
    const seen = approvals.seenBy(context.viewer);
    if (context.viewer === undefined) {
      if (context.signIn.kind !== "claim") return kit.answer(c, renderNobody(context, "/"));
      const form = { next: "/", user: "", groups: "", asked: suggestNames(seen, "/") };
      return kit.answer(c, renderIdentity(context, form));
    }
    const inbox = seen.inbox(context.viewer, {
      waiting: { page: readPage(c.req.query("page")), size: ROWS },
      voted: { page: readPage(c.req.query("voted")), size: ROWS },
      decided: { page: readPage(c.req.query("decided")), size: ROWS },
    });
    const matchesFor: Reading["matchesFor"] = (approval, voter) => seen.matchesFor(approval, voter);
    return kit.answer(c, renderInbox(context, { inbox, matchesFor }));
  });
}
