import type { Hono } from "hono";
import type { WebEnv } from "./web-env.ts";

interface Address {
  readonly pattern: RegExp;
  readonly method: string;
}

/** Tells the methods of a path, as the routes of the app say; none when it has no such address. */
export function createRouteTable(app: Hono<WebEnv>): (path: string) => readonly string[] {
  let addresses: readonly Address[] | undefined;
  return (path) => {
    // Read at the first question: routes are added after what asks for them.
    addresses ??= app.routes.filter(({ method }) => method !== "ALL").map(toAddress);
    return addresses.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
  };
}

function toAddress({ path, method }: { readonly path: string; readonly method: string }): Address {
  const source = path
    .split("/")
    .map((segment) => (segment.startsWith(":") ? "[^/]+" : segment.replaceAll(".", "\\.")))
    .join("/");
  return { pattern: new RegExp(`^${source}$`, "u"), method };
}
