import type { Context, MiddlewareHandler } from "hono";
import { isCsrfToken } from "../../auth/csrf.ts";
import type { SigningKeys } from "../../auth/signing-keys.ts";
import { HttpProblem } from "../http-problem.ts";
import type { WebEnv } from "../web-env.ts";
import { checkOrigin } from "./check-origin.ts";
import { requireContentType } from "./require-content-type.ts";

export interface FormRules {
  readonly keys: SigningKeys;
  readonly baseUrl: URL;
}

/** Every POST of a form passes here: it comes from our own page, is a form, names each field once, and has the session's token. */
export function checkForm({ keys, baseUrl }: FormRules): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    if (c.req.method !== "POST") return next();
    checkOrigin(c, { baseUrl, acceptOpaque: true });
    requireContentType(c, "application/x-www-form-urlencoded");
    const form = await readForm(c);
    c.set("form", form);
    if (!isCsrfToken(keys, c.get("session").id, form.get("token"))) {
      throw new HttpProblem(
        "form-expired",
        "The form was opened in another session: under another name, or before the cookies were cleared. Nothing was changed. Open the page again, check which name it shows, and send the form from there.",
      );
    }
    return next();
  };
}

/** Fields of the body. Line breaks are `\n`, as they are counted while typing; forms send CRLF (HTML Standard). */
async function readForm(c: Context): Promise<ReadonlyMap<string, string>> {
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(await c.req.text())) {
    if (fields.has(name)) {
      throw new HttpProblem(
        "bad-request",
        `The form has the field \`${name}\` more than once. Nothing was changed. Send it once.`,
      );
    }
    fields.set(name, value.replaceAll(/\r\n?/gu, "\n"));
  }
  return fields;
}
