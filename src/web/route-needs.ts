// Who may come to which address: a line for each, and the server does not start with one that has none.
import type { Hono } from "hono";
import type { Right } from "../approvals/access/rights.ts";
import { toPattern } from "./route-table.ts";
import type { WebEnv } from "./web-env.ts";

/** Of whoever comes there: a right, or nothing. */
type Need = Right | "nothing";

/** By method and path, as the router has them. */
export type RouteNeeds = Readonly<Record<string, Need>>;

/**
 * To view, vote and cancel takes a name, and what it is for one approval is judged with that: what one may not see is not
 * there. To administer takes an admin.
 */
export const ROUTE_NEEDS: RouteNeeds = {
  "GET /": "view",
  "GET /approvals/:namespace/:name": "view",
  "GET /approvals/:namespace/:name/receipt": "view",
  "GET /approvals/:namespace/:name/votes": "view",
  "POST /approvals/:namespace/:name/votes": "vote",
  "GET /approvals/:namespace/:name/cancel": "cancel",
  "POST /approvals/:namespace/:name/cancel": "cancel",
  "GET /api/v1/approvals": "view",
  "GET /api/v1/approvals/:namespace/:name": "view",
  "GET /api/v1/approvals/:namespace/:name/votes": "view",
  "POST /api/v1/approvals/:namespace/:name/votes": "vote",
  "POST /api/v1/approvals/:namespace/:name/cancel": "cancel",
  "GET /api": "nothing",
  "GET /api/openapi.json": "nothing",
  "GET /identity": "nothing",
  "POST /identity": "nothing",
  "GET /assets/:file": "nothing",
  "GET /assets/:folder/:file": "nothing",
  "GET /livez": "nothing",
  "GET /readyz": "nothing",
  "GET /q/health/live": "nothing",
  "GET /q/health/ready": "nothing",
};

/** Tells what an address needs; undefined where there is none. */
export type NeedOf = (method: string, path: string) => Need | undefined;

export function createNeedOf(needs: RouteNeeds): NeedOf {
  const declared = Object.entries(needs).map(([route, need]) => {
    const [method = "", path = ""] = route.split(" ");
    return { method, pattern: toPattern(path), need };
  });
  return (method, path) => {
    const asked = method === "HEAD" ? "GET" : method;
    return declared.find((one) => one.method === asked && one.pattern.test(path))?.need;
  };
}

/** Throws when the app has an address of which nobody has said who may come there. */
export function checkDeclared({ routes }: Pick<Hono<WebEnv>, "routes">, needOf: NeedOf): void {
  const missing = routes.find(({ method, path }) => method !== "ALL" && needOf(method, path) === undefined);
  if (missing === undefined) return;
  throw new Error(
    `Nothing says who may come to ${missing.method} ${missing.path}. Declare it in src/web/route-needs.ts.`,
  );
}
