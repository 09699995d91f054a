import type { MiddlewareHandler } from "hono";
import { HttpProblem } from "../problems/http-problem.ts";

/** Kubelets address probes to the pod, whatever its address is. */
const PROBES = /^\/(livez|readyz|q\/health\/(live|ready))$/u;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/u;

/** With or without a port. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK.test(host);
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { "http:": ":80", "https:": ":443" };

/** In lower case, without the port that its scheme goes by: `URL.host` has none either, and some clients and proxies send it. */
function normalize(host: string, { protocol }: URL): string {
  const port = DEFAULT_PORTS[protocol];
  const lower = host.toLowerCase();
  return port !== undefined && lower.endsWith(port) ? lower.slice(0, -port.length) : lower;
}

/** Refuses a `Host` that is neither the base URL's nor loopback: a name that somebody else pointed here (DNS rebinding). */
export function checkHost(baseUrl: URL): MiddlewareHandler {
  return async (c, next) => {
    const host = normalize(c.req.header("host") ?? new URL(c.req.url).host, baseUrl);
    if (host !== baseUrl.host && !isLoopbackHost(host) && !PROBES.test(c.req.path)) {
      throw new HttpProblem(
        "misdirected",
        `The request names the host "${host}", and this server answers for ${baseUrl.host}. Open ${baseUrl.origin}, or start the server with a base URL of that host.`,
      );
    }
    await next();
  };
}
