import type { MiddlewareHandler } from "hono";
import type { Authenticator } from "../../auth/authenticator.ts";
import { HttpProblem } from "../http-problem.ts";
import type { WebEnv } from "../web-env.ts";

/** Establishes who asks, and on pages lets the browser remember it. Handlers read it from the context and nowhere else. */
export function authenticate(
  authenticator: Authenticator,
  { remember }: { readonly remember: boolean },
): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const { headers } = c.req.raw;
    const answer = await authenticator.authenticate({ url: new URL(c.req.url), headers, remember });
    if (!answer.ok) throw new HttpProblem("bad-request", answer.error);
    c.set("authentication", answer.value);
    const { setCookie } = answer.value.session;
    if (setCookie !== undefined) c.header("Set-Cookie", setCookie);
    await next();
  };
}
