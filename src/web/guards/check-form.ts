import type { MiddlewareHandler } from "hono";
import { isCsrfToken } from "../../auth/csrf.ts";
import type { SigningKeys } from "../../auth/signing-keys.ts";
import { HttpProblem } from "../problems/http-problem.ts";
import type { WebEnv } from "../web-env.ts";

/** Every POST of a form passes here: it has the token of the session that it comes in. */
export function checkForm(keys: SigningKeys): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    if (c.req.method !== "POST") return next();
    if (!isCsrfToken(keys, c.get("session").id, c.get("form").get("token"))) {
      throw new HttpProblem(
        "form-expired",
        "The form was opened in another session: under another name, or before the cookies were cleared. Nothing was changed. Open the page again, check which name it shows, and send the form from there.",
      );
    }
    return next();
  };
}
