// The largest approval that tells people takes all its votes and all that becomes of its notices.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { LARGEST_REQUESTS, makeLargestRun } from "../../../../test/kit/largest-requests.ts";
import { withLargestVotes } from "../../../../test/kit/largest-votes.ts";
import { BASE_URL, makeCreatedApproval, NOW_MS } from "../../../../test/kit/make-approval.ts";
import { makeReferringRun } from "../../../../test/kit/make-run.ts";
import { startCluster } from "../../../../test/kit/start-cluster.ts";
import { countStoredJson } from "../../../std/stored-bytes.ts";
import { APPROVAL_TASKS } from "../../resources.ts";
import type { CustomRun } from "../../run/custom-run.ts";
import { applyVerdict } from "../apply-verdict.ts";
import type { ApprovalTask } from "../approval-task.ts";
import { type Notice, NOTICE_BOUNDS, type NoticeRecord } from "../notice.ts";
import { startApproval } from "../start-approval.ts";
import { checkTellings, takeFitting } from "./fit-tellings.ts";
import type { Telling } from "./telling.ts";

const ETCD_BYTES = 1_572_864;
const ROOM_BESIDE_APPROVAL = 65_536;
const NAMESPACES = { group: "", version: "v1", plural: "namespaces", kind: "Namespace", namespaced: false };

/** As long as an address may be. */
function makeTelling(number: number): Telling {
  const recipient = `${number}@${"x".repeat(240)}.example`;
  return {
    channel: "mail",
    recipient,
    assignees: [number % 80],
    tells: ["request", "secondStep", "outcome"],
  };
}

const makeTellings = (count: number): readonly Telling[] =>
  Array.from({ length: count }, (_, number) => makeTelling(number));

/** In the state that takes most room, told again and again. */
function makeLongest(time: string): Notice {
  return {
    state: "unknown",
    round: 999,
    tries: 999,
    time,
    since: time,
    error: "e".repeat(NOTICE_BOUNDS.error),
    claim: "c".repeat(NOTICE_BOUNDS.claim),
    askedBy: "a".repeat(NOTICE_BOUNDS.askedBy),
  };
}

/** With all its votes, the longest notices, and as many as may be left of an attempt before. */
function makeLargest(run: CustomRun, tellings: readonly Telling[]): ApprovalTask {
  const created = makeCreatedApproval(run);
  const context = { nowMs: NOW_MS, baseUrl: BASE_URL, tellings: takeFitting(run, created, tellings) };
  const voted = withLargestVotes(startApproval(created, run, { ...context, tellings: [] }), "<");
  const { notices = [] } = startApproval(created, run, context).status ?? {};
  const longest = makeLongest("2026-11-24T10:00:00Z");
  const { attempt = 1 } = voted.status ?? {};
  const full = notices.map((record) => fill(record, attempt, longest));
  const left = notices.slice(0, attempt === 1 ? 0 : NOTICE_BOUNDS.earlier);
  const earlier = left.map(({ channel, recipient, assignees, tells }): NoticeRecord => {
    const told = { ...(recipient !== undefined && { recipient }), ...(assignees && { assignees }) };
    return { attempt: attempt - 1, channel, ...told, tells, outcome: longest };
  });
  const earlierNotices = { sent: 999, failed: 999, unknown: 999, skipped: 999, lost: 999 };
  const status = { ...voted.status, notices: [...earlier, ...full], earlierNotices };
  return applyVerdict({ ...voted, status }, NOW_MS);
}

function fill(record: NoticeRecord, attempt: number, longest: Notice): NoticeRecord {
  return {
    ...record,
    attempt,
    ...Object.fromEntries(record.tells.map((kind) => [kind, longest])),
  };
}

for (const [what, request] of Object.entries(LARGEST_REQUESTS)) {
  test(`the largest approval that asks for ${what} tells as many as there is room for`, () => {
    const bytes = countStoredJson(makeLargest(makeLargestRun(request), makeTellings(200)));
    assert.ok(bytes <= ETCD_BYTES - ROOM_BESIDE_APPROVAL, `${bytes} bytes`);
  });
}

describe("200 recipients of an approval of usual size", () => {
  const run = makeReferringRun(
    { approvers: Array.from({ length: 80 }, (_, number) => `user-${number}`), strategy: "MULTI" },
    { retries: 1, timeout: "1h" },
  );

  test("have room beside all its votes, and the API server takes them", async (t) => {
    const { api } = await startCluster(t);
    const largest = makeLargest(run, makeTellings(200));
    assert.equal(largest.status?.notices?.length, 220);
    await api.create(NAMESPACES, { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } });
    const { uid: _uid, resourceVersion: _version, ownerReferences: _owners, ...metadata } = largest.metadata;
    const created = await api.create(APPROVAL_TASKS, { ...largest, metadata });
    const written = await api.updateStatus(APPROVAL_TASKS, { ...largest, metadata: created.metadata });
    assert.deepEqual(written.status?.notices, largest.status?.notices, "nothing is pruned");
  });

  test("are told; one more is refused when it opens, and left out of a later attempt with a word of it", () => {
    const created = makeCreatedApproval(run);
    assert.ok(checkTellings(run, created, makeTellings(200)).ok);
    const refused = checkTellings(run, created, makeTellings(201));
    assert.match(refused.ok ? "" : refused.error.message, /approvers asks for 201 messages/u);
    const taken = takeFitting(run, created, makeTellings(250));
    assert.equal(taken.length, 200);
    assert.match(taken.at(-1)?.fault ?? "", /^The approval has no room for 51 of its \d+ recipients\./u);
  });
});

test("what leaves no room for notices is refused with why, and without channels nothing is", () => {
  const request = LARGEST_REQUESTS["256 votes for one group"];
  assert.ok(request !== undefined);
  const run = makeLargestRun(request);
  const created = makeCreatedApproval(run);
  const refused = checkTellings(run, created, makeTellings(100));
  assert.match(refused.ok ? "" : refused.error.message, /no room for a record of each/u);
  assert.ok(checkTellings(run, created, []).ok);
});

test("a channel that nobody has set up keeps no approval from opening, however full that is", () => {
  const request = LARGEST_REQUESTS["256 votes for one group"];
  assert.ok(request !== undefined);
  const run = makeLargestRun(request);
  const missing: Telling = { channel: "slack/ops", tells: ["request"], fault: "It is not set up." };
  assert.ok(checkTellings(run, makeCreatedApproval(run), [missing]).ok);
  assert.deepEqual(takeFitting(run, makeCreatedApproval(run), [missing]), []);
});
