import type { Context } from "hono";
import { HttpProblem } from "./http-problem.ts";

/** Says where to go on instead: programs get the list of addresses, people the inbox. */
export function noSuchAddress({ req }: Context, { origin }: URL): HttpProblem {
  const { method, path } = req;
  const unchanged = method === "GET" || method === "HEAD" ? "" : " Nothing was changed.";
  const advice = path.startsWith("/api/")
    ? `All addresses of the API are at ${origin}/api and, for programs, at ${origin}/api/openapi.json.`
    : `Start at ${origin}/.`;
  return new HttpProblem("not-found", `There is nothing at ${path}.${unchanged} ${advice}`);
}
