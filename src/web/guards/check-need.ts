import type { Context, MiddlewareHandler, Next } from "hono";
import { matchedRoutes } from "hono/route";
import type { Right } from "../../approvals/access/rights.ts";
import { HttpProblem } from "../problems/http-problem.ts";
import { noSuchAddress } from "../problems/no-such-address.ts";
import type { ReadingSide } from "../reading-side.ts";
import type { NeedOf } from "../route-needs.ts";
import type { WebEnv } from "../web-env.ts";

export interface NeedRules {
  readonly needOf: NeedOf;
  readonly approvals: ReadingSide;
  readonly baseUrl: URL;
  /** What is answered where a name is needed; may throw, or leave it to what comes after. */
  readonly answerNobody: (c: Context<WebEnv>, right: Right, next: Next) => ReturnType<MiddlewareHandler>;
}

/** Lets nobody through where a right is needed, and to administer nobody but admins: for others there is nothing. */
export function checkNeed({
  needOf,
  approvals,
  baseUrl,
  answerNobody,
}: NeedRules): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    // As the router found it: a path that reads otherwise here than there would come in without a name.
    const need = matchedRoutes(c)
      .map(needOf)
      .find((found) => found !== undefined);
    if (need === undefined || need === "nothing") return next();
    if (isByLink(c) && need !== "view" && need !== "vote") throw linkRefused(c);
    const viewer = c.get("principal");
    const isFree = need === "view" && !approvals.needsName;
    if (viewer === undefined && !isFree) return answerNobody(c, need, next);
    if (need === "administer" && !approvals.seenBy(viewer).administers) throw noSuchAddress(c, baseUrl);
    return next();
  };
}

/** Programs have no session. */
function isByLink(c: Context<WebEnv>): boolean {
  const session: WebEnv["Variables"]["session"] | undefined = c.get("session");
  return session?.link !== undefined;
}

/** Whoever came by a link looks at one approval, and may try to vote on it: no other right comes with it. */
function linkRefused({ req }: Context<WebEnv>): HttpProblem {
  return new HttpProblem(
    "link-refused",
    `A link is not good for ${req.path}. Nothing was changed. Sign in to do it.`,
  );
}
