import type { RecordedVote } from "../../src/objects/approval/approval-task.ts";

/** The vote of the first assignee in open mode, on a request that nobody looks at; give what differs. */
export function makeVote(by: string, changes: Partial<RecordedVote> = {}): RecordedVote {
  return {
    by,
    issuer: "open",
    decision: "approve",
    comment: "",
    time: "2026-11-24T10:00:00Z",
    via: "web",
    digest: `sha256:${"0".repeat(64)}`,
    attempt: 1,
    stage: 1,
    assignees: [0],
    ...changes,
  };
}
