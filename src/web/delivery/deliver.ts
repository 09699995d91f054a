// How an answer leaves: not at all when its reader has it already, packed when that helps, and only as much of all answers at
// once as memory has room for. What it says is decided before.
import type { Context, MiddlewareHandler } from "hono";
import { HttpProblem } from "../problems/http-problem.ts";
import type { WebEnv } from "../web-env.ts";
import { acceptsGzip, hasFormToken, isWorthPacking, pack } from "./compression.ts";
import { namesTag, tagOf } from "./entity-tag.ts";
import type { Lease, ResponseBudget } from "./response-budget.ts";

/** What a 304 may not have, because it has no body (RFC 9110 §15.4.5). */
const OF_THE_BODY = ["content-type", "content-length", "content-encoding"];

/**
 * Gives answers to GET a tag, answers 304 to those who name it, and packs what is worth it. The handler has run by then, with
 * all its guards: nobody gets a 304 for what they may not see. What has no room in the budget is answered 503; what has been
 * done is said all the same.
 */
export function deliver(budget: ResponseBudget): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    if (budget.isFull) throw overloaded();
    await next();
    if (c.res.body === null) return;
    const body = new Uint8Array(await c.res.arrayBuffer());
    const headers = new Headers(c.res.headers);
    const lease = isRead(c) ? budget.take(body.byteLength) : budget.takeAnyway(body.byteLength);
    if (lease === undefined) throw overloaded();
    try {
      const sent = await prepare(c, headers, body);
      lease.resize(sent.body?.byteLength ?? 0);
      releaseWhenSent(c, lease);
      // Else the headers of the one before would be added to those of this one.
      c.res = undefined;
      c.res = new Response(sent.body, { status: sent.status, headers });
    } catch (error) {
      lease.release();
      throw error;
    }
  };
}

interface Sent {
  readonly status: number;
  readonly body: Uint8Array<ArrayBuffer> | null;
}

/** What is sent in the place of this body, with the headers that say so. */
async function prepare(c: Context<WebEnv>, headers: Headers, body: Uint8Array<ArrayBuffer>): Promise<Sent> {
  const { status } = c.res;
  // Assets have addresses that change with them, and are packed already; failures are nothing to come back to.
  if (!isRead(c) || status !== 200 || c.req.path.startsWith("/assets/")) return { status, body };
  const tag = tagOf(body, headers.get("content-type") ?? "");
  headers.set("ETag", tag);
  if (namesTag(c.req.header("if-none-match"), tag)) {
    for (const name of OF_THE_BODY) headers.delete(name);
    return { status: 304, body: null };
  }
  return { status, body: await packIfWanted(c, headers, body) };
}

async function packIfWanted(
  c: Context<WebEnv>,
  headers: Headers,
  body: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!isWorthPacking(headers.get("content-type") ?? "", body) || hasFormToken(body)) return body;
  headers.append("Vary", "Accept-Encoding");
  if (!acceptsGzip(c.req.header("accept-encoding"))) return body;
  headers.set("Content-Encoding", "gzip");
  return await pack(body);
}

function isRead({ req }: Context<WebEnv>): boolean {
  return req.method === "GET" || req.method === "HEAD";
}

/** Without a connection, in tests, there is nothing to wait for. */
function releaseWhenSent(c: Context<WebEnv>, lease: Lease): void {
  const connection: WebEnv["Bindings"] | undefined = c.env;
  const outgoing = connection?.outgoing;
  if (outgoing === undefined || outgoing.destroyed) lease.release();
  else outgoing.once("close", () => lease.release());
}

function overloaded(): HttpProblem {
  return new HttpProblem(
    "overloaded",
    "The server is already sending slow readers as much as it has memory for. Nothing was changed. Try again in a moment, with a smaller `limit` if it was a list.",
    { headers: { "Retry-After": "5" } },
  );
}
