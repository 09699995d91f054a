import type { Hono, MiddlewareHandler } from "hono";
import { HttpProblem } from "../http-problem.ts";
import { createRouteTable } from "../route-table.ts";
import type { WebEnv } from "../web-env.ts";

/** Answers 405 with `Allow` for a method that an address does not have (RFC 9110 §15.5.6), before anything else looks at the request. */
export function checkMethod(app: Hono<WebEnv>): MiddlewareHandler {
  const methodsOf = createRouteTable(app);
  return async (c, next) => {
    const methods = methodsOf(c.req.path);
    const allowed = new Set(methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])));
    if (allowed.size > 0 && !allowed.has(c.req.method)) {
      const allow = [...allowed].join(", ");
      throw new HttpProblem(
        "method-not-allowed",
        `${c.req.method} is not a method of ${c.req.path}. Nothing was changed. Use ${allow}.`,
        { headers: { Allow: allow } },
      );
    }
    await next();
  };
}
