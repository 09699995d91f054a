import type { Hono } from "hono";

import { createProxyMode } from "../../../src/auth/authenticators/proxy.ts";
import { ok } from "../../../src/std/result.ts";
import { createProbeServer } from "../../../src/web/probe-server.ts";
import { SUITE_AUTH } from "../../../test/kit/suite-auth.ts";
import { startTestServer, TEST_KEYS } from "../../../test/kit/web/start-test-server.ts";

/** The two ports that the product listens on: of people and programs, and of what watches it. */
export type Door = "pages" | "probes";

export interface Route {
  readonly door: Door;
  readonly method: string;
  /** As the router has it: `/approvals/:namespace/:name`. */
  readonly path: string;
}

/** Every address that the product has, as its own routers say: a new one is among them by itself. */
export function listRoutes(): readonly Route[] {
  const probes = createProbeServer({
    health: { live: () => true, ready: () => true },
    metrics: async () => "",
  });
  return [...routesOf("pages", startPages().app), ...routesOf("probes", probes.app)];
}

/** In the mode of the suite, which has pages of its own; nobody signs in here. */
function startPages(): ReturnType<typeof startTestServer> {
  if (SUITE_AUTH === "open") return startTestServer();
  const baseUrl = new URL("http://localhost");
  const proof = { identify: async () => ok(undefined) };
  const headers = { name: "X-Forwarded-User" };
  const isFrom = (): boolean => true;
  return startTestServer([], {
    authenticators: createProxyMode({ keys: TEST_KEYS, baseUrl, headers, proof, isFrom }),
  });
}

function routesOf(door: Door, { routes }: Pick<Hono, "routes">): readonly Route[] {
  const added = routes.filter(({ method }) => method !== "ALL");
  const unique = new Map(added.map(({ method, path }) => [`${method} ${path}`, { door, method, path }]));
  return [...unique.values()];
}

/** The route that a request reached. */
export function findRoute(routes: readonly Route[], { door, method, path }: Route): Route | undefined {
  const asked = path.split("/");
  return routes.find((route) => {
    const parts = route.path.split("/");
    const isLong = parts.length === asked.length;
    return (
      isLong &&
      route.door === door &&
      route.method === method &&
      parts.every((part, at) => part.startsWith(":") || part === asked[at])
    );
  });
}
