import type { MiddlewareHandler } from "hono";

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join("; ");

/** What every answer carries. */
export const SECURITY_HEADERS = {
  "Content-Security-Policy": CONTENT_SECURITY_POLICY,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
} as const;

/**
 * Puts them on every answer, also errors and probes. Pages are never stored; assets say so themselves. Of a page that is not
 * ours another policy may hold, which it then brings along.
 */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  const { headers } = c.res;
  const own = headers.get("Content-Security-Policy");
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) headers.set(name, value);
  if (own !== null) headers.set("Content-Security-Policy", own);
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
};
