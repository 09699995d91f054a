import assert from "node:assert/strict";
import { test } from "node:test";

import { makeWaitingApproval, withVote } from "../../test/kit/make-approval.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import type { KubeApi } from "../kube/kube-api.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { silentLogger } from "../std/logger.ts";
import { type WrittenStatus, writeStatus } from "./write-status.ts";

const WAITING = makeWaitingApproval(makeReferringRun({ approvers: ["mary"] }));
const VOTED = withVote(WAITING, "mary");

/** What is made of a vote where the API server answers that this is what it has stored. */
async function writeTo(stored: ApprovalTask): Promise<WrittenStatus> {
  const api = { updateStatus: async () => stored } as unknown as KubeApi;
  const isIn = ({ status }: ApprovalTask): boolean => status?.votes?.length === 1;
  const parts = { api, logger: silentLogger, write: {}, confirm: () => ({}), isIn };
  return await writeStatus({ ...parts, what: "vote" }, VOTED);
}

test("a vote is recorded when the API server says that it has stored it", async () => {
  assert.deepEqual(await writeTo(VOTED), { kind: "recorded", approval: VOTED });
});

test("a vote that a webhook took out on the way is not told as recorded", async () => {
  const written = await writeTo(WAITING);
  assert.ok(written.kind === "failed" && written.error.kind === "notKnown");
  assert.match(written.error.message, /answered without it\. It is not known whether the vote is recorded/u);
});
