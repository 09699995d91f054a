import type { MiddlewareHandler } from "hono";
import type { ApiAuthenticator, PageAuthenticator, Refusal } from "../../auth/authenticator.ts";
import { HttpProblem, type ProblemOptions } from "../problems/http-problem.ts";
import { readAuthenticationRequest } from "../read-authentication-request.ts";
import type { WebEnv } from "../web-env.ts";

// Both establish who asks; handlers read it from the context and nowhere else.

/** On pages, the browser is let remember it. */
export function authenticatePage(authenticator: PageAuthenticator): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const answer = await authenticator.authenticate(readAuthenticationRequest(c));
    if (!answer.ok) throw toProblem(answer.error);
    const session = answer.value;
    c.set("session", session);
    c.set("principal", session.principal);
    if (session.setCookie !== undefined) c.header("Set-Cookie", session.setCookie);
    await next();
  };
}

export function authenticateProgram(authenticator: ApiAuthenticator): MiddlewareHandler<WebEnv> {
  const challenge = { "WWW-Authenticate": authenticator.challenge };
  return async (c, next) => {
    const answer = await authenticator.authenticate(readAuthenticationRequest(c));
    if (!answer.ok) throw toProblem(answer.error, challenge);
    c.set("principal", answer.value);
    await next();
  };
}

/** Proxies that see a 401 go and get another; a browser shows the page. */
const EXPIRED = { "WWW-Authenticate": 'Bearer realm="countersign", error="invalid_token"' };

/** @param challenge for a program that has not proven who it is; a page cannot answer one. */
function toProblem({ kind, message }: Refusal, challenge: ProblemOptions["headers"] = {}): HttpProblem {
  switch (kind) {
    case "unclear":
      return new HttpProblem("bad-request", message);
    case "unproven":
      return new HttpProblem("not-signed-in", message, { headers: challenge });
    case "expired":
      return new HttpProblem("sign-in-expired", message, { headers: { ...EXPIRED, ...challenge } });
    case "unchecked":
      return new HttpProblem("unavailable", message);
  }
}
