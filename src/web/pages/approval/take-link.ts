import type { MiddlewareHandler } from "hono";
import type { Links } from "../../../auth/authenticator.ts";
import { approvalPath } from "../../../objects/approval/approval-url.ts";
import { HttpProblem } from "../../problems/http-problem.ts";
import { readRef } from "../../read-ref.ts";
import type { WebEnv } from "../../web-env.ts";

/**
 * A link in the query is exchanged for its cookie at once, so that it stays in no address bar and in no history. It changes
 * nobody: who is signed in is sent on without it.
 */
export function takeLink(links: Links | undefined): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const link = c.req.query("link");
    if (link === undefined) return await next();
    const path = approvalPath(
      readRef({ namespace: c.req.param("namespace") ?? "", name: c.req.param("name") ?? "" }),
    );
    const { principal, link: known } = c.get("session");
    const isSignedIn = principal !== undefined && known === undefined;
    if (links !== undefined && !isSignedIn) {
      const cookie = links.exchange(link, path);
      if (!cookie.ok) throw refused(cookie.error);
      c.header("Set-Cookie", cookie.value, { append: true });
    }
    return c.redirect(path, 303);
  };
}

function refused(why: string): HttpProblem {
  return new HttpProblem(
    "link-refused",
    `${why} Open the approval without it, from the inbox, and sign in if you are asked to.`,
  );
}
