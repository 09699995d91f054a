import type { MiddlewareHandler } from "hono";
import type { Clock } from "../std/clock.ts";
import type { Logger } from "../std/logger.ts";
import type { WebEnv } from "./web-env.ts";

/** A line for each request: writes at info, reads and what comes too often at debug. Never the query, the body or a header: they may say who people are. */
export function logRequests(logger: Logger, clock: Clock): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const startedMs = clock.now();
    await next();
    const { method, path } = c.req;
    const fields = { method, path, status: c.res.status, durationMs: clock.now() - startedMs };
    if (method === "GET" || method === "HEAD" || c.res.status === 429)
      logger.debug(fields, "answered a request");
    else logger.info(fields, "answered a request");
  };
}
