// Who may come to which address: a line for each, and the server does not start with one that has none.
import type { Hono } from "hono";
import type { Right } from "../approvals/access/rights.ts";
import type { Assets } from "./assets/load-assets.ts";
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
  "POST /approvals/:namespace/:name/notices": "administer",
  "GET /api/v1/approvals": "view",
  "GET /api/v1/approvals/:namespace/:name": "view",
  "GET /api/v1/approvals/:namespace/:name/votes": "view",
  "POST /api/v1/approvals/:namespace/:name/votes": "vote",
  "POST /api/v1/approvals/:namespace/:name/cancel": "cancel",
  "POST /api/v1/approvals/:namespace/:name/notices": "administer",
  "GET /api": "nothing",
  "GET /api/openapi.json": "nothing",
  "GET /identity": "nothing",
  "POST /identity": "nothing",
  "GET /me": "nothing",
  "GET /sign-in": "nothing",
  "GET /sign-in/:provider": "nothing",
  "GET /sign-in/:provider/callback": "nothing",
  "POST /sign-out": "nothing",
  "POST /sign-out-everywhere": "nothing",
  "GET /signed-out": "nothing",
  "GET /livez": "nothing",
  "GET /readyz": "nothing",
  "GET /q/health/live": "nothing",
  "GET /q/health/ready": "nothing",
};

interface Route {
  readonly method: string;
  readonly path: string;
}

/** Tells what an address of the router needs; undefined where nobody has said it, as of a guard. */
export type NeedOf = (route: Route) => Need | undefined;

/** Of an address that is declared twice, the last one counts. */
export function createNeedOf(...declared: readonly RouteNeeds[]): NeedOf {
  const needs = new Map(declared.flatMap((one) => Object.entries(one)));
  return ({ method, path }) => needs.get(`${method} ${path}`);
}

/** The files that pages are made with hold nothing of anybody. */
export function needsOfAssets(assets: Assets): RouteNeeds {
  const files = Object.values(assets).flat();
  return Object.fromEntries(files.map(({ path }) => [`GET ${path}`, "nothing"]));
}

/** Throws when the app has an address of which nobody has said who may come there. */
export function checkDeclared({ routes }: Pick<Hono<WebEnv>, "routes">, needOf: NeedOf): void {
  const missing = routes.find((route) => route.method !== "ALL" && needOf(route) === undefined);
  if (missing === undefined) return;
  throw new Error(
    `Nothing says who may come to ${missing.method} ${missing.path}. Declare it in src/web/route-needs.ts.`,
  );
}
