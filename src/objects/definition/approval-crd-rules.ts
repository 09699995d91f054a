import { BOUNDS } from "../approval/approval-task.ts";
import type { CelRule } from "./structural-schema.ts";

/** On `spec`: what was shown is what is approved. */
export const SPEC_NEVER_CHANGES: CelRule = {
  rule: "self == oldSelf",
  message: "spec is the request that people answer: it never changes",
};

/** On `spec`: empty never means everybody. */
export const SOMEBODY_IS_ASKED: CelRule = {
  rule: "has(self.approvers) || has(self.groups)",
  message: "approvers or groups must say who may vote",
};

const POSITIONS = Array.from({ length: BOUNDS.votes }, (_, position) => position).join(",");

/**
 * On the whole object, so that it also holds when the status is taken away. Compares whole votes at literal positions:
 * `exists` over something like an id would let votes change places, and `all(i, v, …)` and `slice` are newer than some
 * clusters.
 */
export const VOTES_ARE_ONLY_APPENDED: CelRule = {
  rule: [
    "!has(oldSelf.status) || !has(oldSelf.status.votes) || (",
    "has(self.status) && has(self.status.votes) && ",
    "size(self.status.votes) >= size(oldSelf.status.votes) && ",
    `[${POSITIONS}].all(i, i >= size(oldSelf.status.votes) || `,
    "self.status.votes[i] == oldSelf.status.votes[i]))",
  ].join(""),
  message: "status.votes is a record: votes are only appended, never edited, moved or removed",
};

/** On the whole object, so that it also holds when the status is taken away. */
export const DECISION_IS_WRITTEN_ONCE: CelRule = {
  rule: [
    "!has(oldSelf.status) || !has(oldSelf.status.decision) || (",
    "has(self.status) && has(self.status.decision) && ",
    "self.status.decision == oldSelf.status.decision)",
  ].join(""),
  message: "status.decision is written once: it is never changed or erased",
};
