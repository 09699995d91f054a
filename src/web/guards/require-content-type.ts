import type { Context } from "hono";
import { HttpProblem } from "../problems/http-problem.ts";

/** Refuses a body of another type, so that no page can send JSON as a form or as plain text. */
export function requireContentType(c: Context, wanted: string): void {
  const given = c.req.header("content-type");
  const [type = ""] = (given ?? "").split(";");
  if (type.trim().toLowerCase() === wanted) return;
  throw new HttpProblem(
    "unsupported-media-type",
    `${c.req.method} ${c.req.path} takes ${wanted}, and the body ${given === undefined ? "has no content type" : `is "${given}"`}. Nothing was changed. Send ${wanted}.`,
  );
}
