import type { MiddlewareHandler } from "hono";
import type { RequestLimits } from "../limits/request-limits.ts";
import type { WebEnv } from "../web-env.ts";

/** Lets through what does not cost more than its sender has left. Who that is must be known before; nobody has an address. */
export function limitRequests(limits: RequestLimits | undefined, cost?: number): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    limits?.take(c, c.get("principal"), cost);
    await next();
  };
}
