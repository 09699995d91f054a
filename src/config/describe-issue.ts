import type { z } from "zod";

/** What is wrong with a value, in words that go on after it: `"http" is not a number`. A schema may have words of its own. */
export function describeIssue(issue: z.core.$ZodRawIssue): string {
  if (issue.code === "invalid_type") return describeType(issue.expected, issue.input);
  if (issue.code === "invalid_value" || issue.code === "invalid_union") return "is not known";
  if (issue.code === "too_small") return issue.origin === "number" ? `is below ${issue.minimum}` : "is empty";
  if (issue.code === "too_big") return describeTooBig(issue.origin, issue.maximum);
  return "is not right";
}

function describeTooBig(origin: string, maximum: number | bigint): string {
  if (origin === "number") return `is over ${maximum}`;
  return `has more than ${maximum} ${origin === "string" ? "characters" : "entries"}`;
}

function describeType(expected: string, input: unknown): string {
  switch (expected) {
    case "string":
      return typeof input === "object" ? "is not text" : "is not text (put it in quotes)";
    case "number":
      return typeof input === "string" && /^\d+$/u.test(input)
        ? "is text, not a number (leave the quotes out)"
        : "is not a number";
    case "int":
      return "is not a whole number";
    case "boolean":
      return "is neither true nor false";
    case "array":
      return "is not a list";
    default:
      return "is not a map";
  }
}
