import type { Hono } from "hono";
import { createRouteTable } from "../route-table.ts";
import type { WebEnv } from "../web-env.ts";

/**
 * Tells where somebody who has just signed in goes on to: the path that was asked for, if one of these pages is there to be
 * looked at; else, a whole URL above all, the inbox.
 */
export function createNextPage(pages: Hono<WebEnv>): (asked: string | undefined) => string {
  const methodsOf = createRouteTable(pages);
  return (asked) =>
    asked !== undefined && isBarePath(asked) && methodsOf(asked).includes("GET") ? asked : "/";
}

const HOST = "http://localhost";

/**
 * Whether a browser that is sent there asks this host for this very path: nothing is left for it to make something else of.
 * A query could claim another name, and no address of ours needs an escape.
 */
function isBarePath(path: string): boolean {
  return URL.parse(path, HOST)?.href === `${HOST}${path}` && !/[?#%]/u.test(path);
}
