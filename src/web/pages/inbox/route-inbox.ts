import type { Hono } from "hono";
import type { Approvals } from "../../../approvals/approvals.ts";
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
  readonly approvals: Pick<Approvals, "inbox" | "askedNames" | "find" | "matchesFor">;
}

/** `/`: what waits for the one who looks. Without a name there is no inbox, and the page asks for one. */
export function routeInbox(pages: Hono<WebEnv>, { kit, approvals }: InboxPageOptions): void {
  pages.get("/", (c) => {
    const context = kit.contextOf(c);
    if (context.viewer === undefined) {
      if (context.signIn.kind !== "claim") return kit.answer(c, renderNobody(context));
      const form = { next: "/", user: "", groups: "", asked: suggestNames(approvals, "/") };
      return kit.answer(c, renderIdentity(context, form));
    }
    const inbox = approvals.inbox(context.viewer, {
      waiting: { page: readPage(c.req.query("page")), size: ROWS },
      voted: { page: readPage(c.req.query("voted")), size: ROWS },
      decided: { page: readPage(c.req.query("decided")), size: ROWS },
    });
    const matchesFor: Approvals["matchesFor"] = (approval, voter) => approvals.matchesFor(approval, voter);
    return kit.answer(c, renderInbox(context, { inbox, matchesFor }));
  });
}
