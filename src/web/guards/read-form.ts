import type { Context, MiddlewareHandler } from "hono";
import { HttpProblem } from "../problems/http-problem.ts";
import type { WebEnv } from "../web-env.ts";
import { checkOrigin } from "./check-origin.ts";
import { requireContentType } from "./require-content-type.ts";

/**
 * Every POST of a page comes from our own page, is a form, and names each field once. It is read before anybody asks who sends
 * it, so that whoever is not known any more gets back what they wrote.
 */
export function readForm(baseUrl: URL): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    if (c.req.method !== "POST") return next();
    checkOrigin(c, { baseUrl, acceptOpaque: true });
    requireContentType(c, "application/x-www-form-urlencoded");
    c.set("form", await readFields(c));
    return next();
  };
}

/** Fields of the body. Line breaks are `\n`, as they are counted while typing; forms send CRLF (HTML Standard). */
async function readFields(c: Context): Promise<ReadonlyMap<string, string>> {
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
