import type { Context } from "hono";
import type { PageAuthenticator } from "../auth/authenticator.ts";
import type { Logger } from "../std/logger.ts";
import { answerProblem } from "./api/problem-document.ts";
import type { RequestLimits } from "./limits/request-limits.ts";
import { HttpProblem, type ProblemKind } from "./problems/http-problem.ts";
import type { PageKit } from "./pages/create-page-kit.ts";
import { renderFailure } from "./pages/failure/render-failure.ts";
import { readAuthenticationRequest } from "./read-authentication-request.ts";
import type { WebEnv } from "./web-env.ts";

export interface ErrorContext {
  readonly kit: PageKit;
  readonly baseUrl: URL;
  readonly logger: Logger;
  readonly authenticator: Pick<PageAuthenticator, "authenticate">;
  /** None when absent. */
  readonly requests?: RequestLimits | undefined;
}

/** For these nobody is asked who looks at the page: it is another host's, or asking is what there is no room for. */
const UNASKED: ReadonlySet<ProblemKind> = new Set(["misdirected", "overloaded", "too-many-requests"]);

/** Every error ends here: under `/api/` as a problem document, else as a page. What is not a problem of ours is a fault. */
export async function answerError(
  c: Context<WebEnv>,
  error: Error,
  { kit, baseUrl, logger, authenticator, requests }: ErrorContext,
): Promise<Response> {
  const found = error instanceof HttpProblem ? error : hideError(c, error, logger);
  const problem = count(c, found, requests);
  // Those of what was found too: it may say that the connection cannot be used again.
  for (const [name, value] of Object.entries({ ...found.headers, ...problem.headers })) c.header(name, value);
  if (c.req.path.startsWith("/api/")) return answerProblem(c, problem, baseUrl);
  if (!UNASKED.has(problem.kind)) await recognize(c, authenticator);
  return kit.answer(c, renderFailure(problem, commentOf(c)), problem.status);
}

/**
 * What was refused before anybody was counted for it counts for its address; answers what is wrong then. Probes and files of
 * pages, which never count, fail only for want of memory.
 */
function count(c: Context<WebEnv>, problem: HttpProblem, requests: RequestLimits | undefined): HttpProblem {
  if (problem.kind === "overloaded") return problem;
  try {
    requests?.takeUncounted(c);
    return problem;
  } catch (error) {
    if (error instanceof HttpProblem) return error;
    throw error;
  }
}

/**
 * A page says who looks at it, also one for a request that was refused before anybody asked who sends it. Nothing is
 * remembered of that; and under the name of another host, nobody is anybody.
 */
async function recognize(
  c: Context<WebEnv>,
  authenticator: Pick<PageAuthenticator, "authenticate">,
): Promise<void> {
  const known: WebEnv["Variables"]["session"] | undefined = c.get("session");
  if (known !== undefined) return;
  const answer = await authenticator.authenticate(readAuthenticationRequest(c));
  if (answer.ok) c.set("session", answer.value);
}

/** What was typed into a form that a guard or a fault stopped; there is none before the form was read. */
function commentOf(c: Context<WebEnv>): string | undefined {
  const form: WebEnv["Variables"]["form"] | undefined = c.get("form");
  return form?.get("comment") ?? form?.get("reason");
}

/** What went wrong inside is for the log, not for whoever asked. */
function hideError(c: Context, error: Error, logger: Logger): HttpProblem {
  logger.error({ err: error, method: c.req.method, path: c.req.path }, "a request failed");
  return new HttpProblem(
    "internal",
    "The server failed while answering. It is not known whether anything was changed; open the approval again to see. The log has the reason.",
  );
}
