import type { Context } from "hono";
import type { HttpProblem } from "../problems/http-problem.ts";

/** The answer of RFC 9457 for a refused request; `type` opens the explanation. */
export function answerProblem(c: Context, problem: HttpProblem, baseUrl: URL): Response {
  const document = {
    type: new URL(`/api#${problem.kind}`, baseUrl).href,
    title: problem.title,
    status: problem.status,
    detail: problem.message,
    instance: c.req.path,
    ...problem.extensions,
  };
  return c.body(JSON.stringify(document), problem.status, {
    ...problem.headers,
    "Content-Type": "application/problem+json",
  });
}
