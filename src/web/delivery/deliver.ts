// How an answer leaves: not at all when its reader has it already, and packed when that helps. What it says is decided before.
import type { Context, MiddlewareHandler } from "hono";
import type { WebEnv } from "../web-env.ts";
import { acceptsGzip, hasFormToken, isWorthPacking, pack } from "./compression.ts";
import { namesTag, tagOf } from "./entity-tag.ts";

/** What a 304 may not have, because it has no body (RFC 9110 §15.4.5). */
const OF_THE_BODY = ["content-type", "content-length", "content-encoding"];

/**
 * Gives answers to GET a tag, answers 304 to those who name it, and packs what is worth it. The handler has run by then, with
 * all its guards: nobody gets a 304 for what they may not see.
 */
export const deliver: MiddlewareHandler<WebEnv> = async (c, next) => {
  await next();
  if (!isTagged(c)) return;
  const contentType = c.res.headers.get("content-type") ?? "";
  const body = new Uint8Array(await c.res.arrayBuffer());
  const headers = new Headers(c.res.headers);
  const tag = tagOf(body, contentType);
  headers.set("ETag", tag);
  if (namesTag(c.req.header("if-none-match"), tag)) return answerUnchanged(c, headers);
  replaceBody(c, await packIfWanted(c, headers, body), headers);
};

/** Assets have addresses that change with them, and other answers are nothing to come back to. */
function isTagged({ req, res }: Context<WebEnv>): boolean {
  return (
    (req.method === "GET" || req.method === "HEAD") &&
    res.status === 200 &&
    res.body !== null &&
    !req.path.startsWith("/assets/")
  );
}

function answerUnchanged(c: Context<WebEnv>, headers: Headers): void {
  for (const name of OF_THE_BODY) headers.delete(name);
  c.res = undefined;
  c.res = new Response(null, { status: 304, headers });
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

function replaceBody(c: Context<WebEnv>, body: Uint8Array<ArrayBuffer>, headers: Headers): void {
  const { status } = c.res;
  // Else the headers of the one before would be added to those of this one.
  c.res = undefined;
  c.res = new Response(body, { status, headers });
}
