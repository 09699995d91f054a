import type { Hono, MiddlewareHandler } from "hono";
import { HttpProblem } from "../http-problem.ts";
import type { WebEnv } from "../web-env.ts";

interface Address {
  readonly pattern: RegExp;
  readonly method: string;
}

/** Answers 405 with `Allow` for a method that an address does not have (RFC 9110 §15.5.6), before anything else looks at the request. */
export function checkMethod(app: Hono<WebEnv>): MiddlewareHandler {
  let addresses: readonly Address[] | undefined;
  return async (c, next) => {
    // Routes are added after this guard, so they are read when the first request comes.
    addresses ??= app.routes.filter(({ method }) => method !== "ALL").map(toAddress);
    const methods = addresses.filter(({ pattern }) => pattern.test(c.req.path)).map(({ method }) => method);
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

function toAddress({ path, method }: { readonly path: string; readonly method: string }): Address {
  const source = path
    .split("/")
    .map((segment) => (segment.startsWith(":") ? "[^/]+" : segment.replaceAll(".", "\\.")))
    .join("/");
  return { pattern: new RegExp(`^${source}$`, "u"), method };
}
