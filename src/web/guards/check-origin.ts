import type { Context } from "hono";
import { HttpProblem } from "../problems/http-problem.ts";
import { isLoopbackHost } from "./check-host.ts";

export interface OriginRules {
  readonly baseUrl: URL;
  /**
   * Whether `Origin: null` may pass when the browser does not say more. Our pages send no referrer, and then a browser
   * says `null` for the POST of a form (Fetch Standard, "append a request Origin header"); outside secure contexts it
   * sends no `Sec-Fetch-Site` either. A form carries a token as well; JSON does not.
   */
  readonly acceptOpaque: boolean;
}

/**
 * Refuses a write that another site's page sent. Browsers set `Origin` and `Sec-Fetch-Site` on every POST and no page can
 * take them away; a request with neither comes from a program, which has no cookies of somebody else to abuse.
 */
export function checkOrigin(c: Context, { baseUrl, acceptOpaque }: OriginRules): void {
  const site = c.req.header("sec-fetch-site");
  const origin = c.req.header("origin");
  const sentHere = site === "same-origin" || site === "none";
  const siteIsFine = site === undefined || sentHere;
  const originIsFine =
    origin === undefined || (origin === "null" ? sentHere || acceptOpaque : isOwnOrigin(c, origin, baseUrl));
  if (siteIsFine && originIsFine) return;
  const sender = siteIsFine ? `Origin is "${origin}"` : `Sec-Fetch-Site is "${site}"`;
  throw new HttpProblem(
    "foreign-origin",
    `A ${c.req.method} of ${c.req.path} came from a page of another site: ${sender}. Nothing was changed. Open ${baseUrl.origin} itself and do it there.`,
  );
}

/** The base URL's origin; on loopback also the very address that the browser has open (a port-forward). */
function isOwnOrigin(c: Context, origin: string, baseUrl: URL): boolean {
  if (origin === baseUrl.origin) return true;
  const host = c.req.header("host") ?? new URL(c.req.url).host;
  return isLoopbackHost(host) && origin === `http://${host}`;
}
