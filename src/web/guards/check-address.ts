import type { Context, Hono, MiddlewareHandler } from "hono";
import type { RequestLimits } from "../limits/request-limits.ts";
import { HttpProblem } from "../problems/http-problem.ts";
import { noSuchAddress } from "../problems/no-such-address.ts";
import { createRouteTable } from "../route-table.ts";
import type { WebEnv } from "../web-env.ts";

/**
 * Settles, before anything else looks at the request, whether the address is there and takes the method: 404 for a write to
 * one that is not there, 405 with `Allow` for another method (RFC 9110 §15.5.6), the methods for OPTIONS, and for an address
 * with a slash at its end the way to the one without. A page that is not there shows who looks, and so comes later.
 */
export function checkAddress(
  app: Hono<WebEnv>,
  baseUrl: URL,
  requests: RequestLimits | undefined,
): MiddlewareHandler<WebEnv> {
  const methodsOf = createRouteTable(app);
  return async (c, next) => {
    const { method, path } = c.req;
    const methods = methodsOf(path);
    if (methods.length === 0) {
      if (path.endsWith("/") && methodsOf(path.slice(0, -1)).length > 0) {
        requests?.takeUncounted(c);
        return dropSlash(c);
      }
      if (method === "GET" || method === "HEAD") return next();
      throw noSuchAddress(c, baseUrl);
    }
    const allowed = new Set(methods.flatMap((one) => (one === "GET" ? ["GET", "HEAD"] : [one])));
    const allow = [...allowed, "OPTIONS"].join(", ");
    if (method === "OPTIONS") {
      requests?.takeUncounted(c);
      return c.body(null, 204, { Allow: allow });
    }
    if (!allowed.has(method)) throw methodNotAllowed(c, [...allowed].join(" or "), allow);
    return next();
  };
}

/** The same request again, also its method and body (RFC 9110 §15.4.9); the path as it was sent, not decoded. */
function dropSlash(c: Context<WebEnv>): Response {
  const { pathname, search } = new URL(c.req.url);
  return c.redirect(`${pathname.slice(0, -1)}${search}`, 308);
}

function methodNotAllowed({ req }: Context<WebEnv>, methods: string, allow: string): HttpProblem {
  return new HttpProblem(
    "method-not-allowed",
    `${req.path} does not take ${req.method}. Nothing was changed. Use ${methods}.`,
    { headers: { Allow: allow } },
  );
}
