import type { MiddlewareHandler } from "hono";
import type { ApiAuthenticator, PageAuthenticator } from "../../auth/authenticator.ts";
import type { Result } from "../../std/result.ts";
import { HttpProblem } from "../http-problem.ts";
import type { WebEnv } from "../web-env.ts";

// Both establish who asks; handlers read it from the context and nowhere else.

/** On pages, the browser is let remember it. */
export function authenticatePage(authenticator: PageAuthenticator): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const { headers } = c.req.raw;
    const session = take(await authenticator.authenticate({ url: new URL(c.req.url), headers }));
    c.set("session", session);
    c.set("principal", session.principal);
    if (session.setCookie !== undefined) c.header("Set-Cookie", session.setCookie);
    await next();
  };
}

export function authenticateProgram(authenticator: ApiAuthenticator): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const { headers } = c.req.raw;
    c.set("principal", take(await authenticator.authenticate({ url: new URL(c.req.url), headers })));
    await next();
  };
}

function take<T>(answer: Result<T, string>): T {
  if (!answer.ok) throw new HttpProblem("bad-request", answer.error);
  return answer.value;
}
