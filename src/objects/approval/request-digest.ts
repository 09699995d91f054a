import { createHash } from "node:crypto";
import type { ApprovalSpec } from "./approval-task.ts";
import { formatCanonicalJson } from "../../std/canonical-json.ts";

/**
 * The digest of a request: `sha256:` and the hexadecimal SHA-256 of the canonical JSON of `{"spec":…,"uid":…}`, with the
 * whole `spec` as stored and the run's UID. What was shown is what is approved: a vote carries the digest it saw.
 */
export function computeDigest(spec: ApprovalSpec): string {
  const text = formatCanonicalJson({ spec, uid: spec.run.uid });
  return `sha256:${createHash("sha256").update(text, "utf8").digest("hex")}`;
}
