import { createHash } from "node:crypto";

import type { ApprovalSpec } from "./approval-task.ts";

/**
 * What a vote is for: `sha256:` and 64 hexadecimal digits over the canonical JSON (RFC 8785 order and spacing) of the
 * frozen request and the UID of the run that asks.
 */
export function digestRequest(spec: ApprovalSpec): string {
  const text = canonicalJson({ runUid: spec.run.uid, spec });
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

/** JSON with sorted keys and no spaces, so that the same data is the same text. Keys that are `undefined` are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value)
    .filter(([, held]) => held !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, held]) => `${JSON.stringify(key)}:${canonicalJson(held)}`);
  return `{${entries.join(",")}}`;
}
