import type { MiddlewareHandler } from "hono";
import type { ApiAuthenticator, PageAuthenticator, Refusal } from "../../auth/authenticator.ts";
import { HttpProblem, type ProblemOptions } from "../problems/http-problem.ts";
import { readAuthenticationRequest } from "../read-authentication-request.ts";
import { PAGE_CHALLENGE } from "../problems/not-signed-in.ts";
import type { RequestLimits } from "../limits/request-limits.ts";
import type { WebEnv } from "../web-env.ts";

// Both establish who asks; handlers read it from the context and nowhere else. Who is refused has used up some of what may
// come from there; without limits anything may.

/** On pages, the browser is let remember it. */
export function authenticatePage(
  authenticator: PageAuthenticator,
  limits: RequestLimits | undefined,
): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const answer = await authenticator.authenticate(readAuthenticationRequest(c));
    if (!answer.ok) {
      limits?.takeRefused(c, answer.error);
      throw toProblem(answer.error);
    }
    const session = answer.value;
    c.set("session", session);
    c.set("principal", session.principal);
    if (session.setCookie !== undefined) c.header("Set-Cookie", session.setCookie);
    await next();
  };
}

/** Who calls, or nobody; refuses whoever says to be somebody and does not prove it. */
export function authenticateProgram(
  authenticator: ApiAuthenticator,
  limits: RequestLimits | undefined,
): MiddlewareHandler<WebEnv> {
  const challenge = { "WWW-Authenticate": authenticator.challenge };
  return async (c, next) => {
    const mayAsk = (): boolean => limits?.mayAsk(c) ?? true;
    const answer = await authenticator.authenticate({ ...readAuthenticationRequest(c), mayAsk });
    if (!answer.ok) {
      limits?.takeRefused(c, answer.error);
      throw toProblem(answer.error, challenge);
    }
    c.set("principal", answer.value);
    await next();
  };
}

/** Proxies that see a 401 go and get another; a browser shows the page. */
const EXPIRED = { "WWW-Authenticate": 'Bearer realm="countersign", error="invalid_token"' };

const OF_PAGES = { "WWW-Authenticate": PAGE_CHALLENGE };

/** @param challenge for a program that has not proven who it is; else that of pages. */
function toProblem({ kind, message }: Refusal, challenge: ProblemOptions["headers"] = {}): HttpProblem {
  switch (kind) {
    case "unclear":
      return new HttpProblem("bad-request", message);
    case "unproven":
      return new HttpProblem("not-signed-in", message, { headers: { ...OF_PAGES, ...challenge } });
    case "expired":
      return new HttpProblem("sign-in-expired", message, { headers: { ...EXPIRED, ...challenge } });
    case "unchecked":
    case "unasked":
      return new HttpProblem("unavailable", message);
  }
}
