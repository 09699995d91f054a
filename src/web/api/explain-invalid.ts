import type { ZodError } from "zod";
import { HttpProblem } from "../problems/http-problem.ts";

const PLACES: Readonly<Record<string, string>> = {
  query: "query key",
  json: "field",
  param: "path segment",
  header: "header",
};

/** The problem that names the first field at fault, says what is wrong with it and what is taken. */
export function explainInvalid(target: string, error: ZodError): HttpProblem {
  const place = PLACES[target] ?? target;
  const [issue] = error.issues;
  if (issue?.code === "unrecognized_keys") {
    const [field = ""] = issue.keys;
    return invalid(`The ${place} \`${field}\` is not known. Leave it out or correct its name`, field);
  }
  const field = issue?.path.map(String).join(".") ?? "";
  const given = issue?.code === "invalid_type" && issue.expected === "string" && target === "query";
  const fault = given ? "is given more than once; give it once" : describe(issue?.message);
  return invalid(`The ${place} \`${field}\` ${fault}`, field);
}

/** Zod begins with a capital and says what it expected. */
function describe(message: string | undefined): string {
  if (message === undefined) return "is not valid";
  return /^[A-Z]/u.test(message) ? `is not valid: ${message[0]?.toLowerCase()}${message.slice(1)}` : message;
}

function invalid(fault: string, field: string): HttpProblem {
  return new HttpProblem(
    "bad-request",
    `${fault}. Nothing was changed. See /api/openapi.json for what is allowed.`,
    { extensions: { field } },
  );
}
