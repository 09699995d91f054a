import type { z } from "zod";

import { ok, refuse, type Result } from "../std/result.ts";
import { adviseAt, describeUnknownKey } from "./advise.ts";
import { describeIssue } from "./describe-issue.ts";
import type { Fault } from "./fault.ts";
import { mayBeAbsent } from "./schema-tree.ts";
import { valueAt } from "./value-path.ts";

/** What the schema makes of the values; else every fault in them. */
export function checkValues<Schema extends z.ZodType>(
  schema: Schema,
  values: unknown,
): Result<z.output<Schema>, readonly Fault[]> {
  const read = schema.safeParse(values, { error: describeIssue });
  if (read.success) return ok(read.data);
  return refuse(read.error.issues.flatMap(openUnion).flatMap((issue) => toFaults(issue, schema, values)));
}

/** Of what may be a word or a group and is a group, the faults in that; they have their paths from there on. */
function openUnion(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const isMeant = (faults: readonly z.core.$ZodIssue[]): boolean =>
    faults.every(({ code, path }) => path.length > 0 || code === "unrecognized_keys");
  const meant = issue.errors.find(isMeant) ?? [];
  return meant.length === 0
    ? [issue]
    : meant.map((fault) => ({ ...fault, path: [...issue.path, ...fault.path] }));
}

function toFaults(issue: z.core.$ZodIssue, schema: z.ZodType, values: unknown): readonly Fault[] {
  const { path, message } = issue;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: [...path, key],
      text: describeUnknownKey(schema, path, key),
    }));
  }
  if (issue.code === "invalid_key") {
    return issue.issues.map((fault) => ({ path, text: `cannot be a name here: it ${fault.message}` }));
  }
  const value = valueAt(values, path);
  const advice = adviseAt(schema, path);
  if (value === undefined) return [{ path, text: `is missing; give ${advice}` }];
  // A key whose value got lost must not be taken for one that was left out: no `namespaces` are all of them.
  if (value === null) {
    const way = mayBeAbsent(schema, path) ? ", or leave the key out" : "";
    return [{ path, text: `has no value; give ${advice}${way}` }];
  }
  return [{ path, text: `${showValue(value)} ${message}; give ${advice}` }];
}

const MOST_CHARACTERS = 80;

function showValue(value: unknown): string {
  if (Array.isArray(value)) return "the list";
  if (typeof value === "object") return "the map";
  // What a URL has before its host may be a password.
  const text = JSON.stringify(value).replace(/\/\/[^/"]*@/u, "//…@");
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
