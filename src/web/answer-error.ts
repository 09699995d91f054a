import type { Context } from "hono";
import type { Logger } from "../std/logger.ts";
import { answerProblem } from "./api/problem-document.ts";
import { HttpProblem } from "./http-problem.ts";
import type { PageKit } from "./pages/create-page-kit.ts";
import { renderFailure } from "./pages/failure/render-failure.ts";
import type { WebEnv } from "./web-env.ts";

export interface ErrorContext {
  readonly kit: PageKit;
  readonly baseUrl: URL;
  readonly logger: Logger;
}

/** Every error ends here: under `/api/` as a problem document, else as a page. What is not a problem of ours is a fault. */
export function answerError(
  c: Context<WebEnv>,
  error: Error,
  { kit, baseUrl, logger }: ErrorContext,
): Response | Promise<Response> {
  const problem = error instanceof HttpProblem ? error : hideError(c, error, logger);
  for (const [name, value] of Object.entries(problem.headers)) c.header(name, value);
  if (c.req.path.startsWith("/api/")) return answerProblem(c, problem, baseUrl);
  return kit.answer(c, renderFailure(problem, commentOf(c)), problem.pageStatus);
}

/** What was typed into a form that a guard or a fault stopped; there is none before the form was read. */
function commentOf(c: Context<WebEnv>): string | undefined {
  const form: WebEnv["Variables"]["form"] | undefined = c.get("form");
  return form?.get("comment");
}

/** What went wrong inside is for the log, not for whoever asked. */
function hideError(c: Context, error: Error, logger: Logger): HttpProblem {
  logger.error({ err: error, method: c.req.method, path: c.req.path }, "a request failed");
  return new HttpProblem(
    "internal",
    "The server failed while answering. It is not known whether anything was changed; open the approval again to see. The log has the reason.",
  );
}
