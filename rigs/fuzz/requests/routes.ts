import { startTestServer } from "../../../src/web/testing/start-test-server.ts";

export interface Route {
  readonly method: string;
  /** As the router has it: `/approvals/:namespace/:name`. */
  readonly path: string;
}

/** Every address that the product has, as its own router says: a new one is among them by itself. */
export function listRoutes(): readonly Route[] {
  const routes = startTestServer().app.routes.filter(({ method }) => method !== "ALL");
  const unique = new Map(routes.map(({ method, path }) => [`${method} ${path}`, { method, path }]));
  return [...unique.values()];
}

/** The route that a request reached, by its method and path. */
export function findRoute(routes: readonly Route[], method: string, path: string): Route | undefined {
  const asked = path.split("/");
  return routes.find((route) => {
    const parts = route.path.split("/");
    const isLong = parts.length === asked.length;
    return (
      isLong &&
      route.method === method &&
      parts.every((part, at) => part.startsWith(":") || part === asked[at])
    );
  });
}
