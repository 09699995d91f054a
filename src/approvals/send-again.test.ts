// Who has a message sent again, whatever door lets them in.
import assert from "node:assert/strict";
import { test } from "node:test";

import { keyOfFirst, makeNotice, makeNoticeRecord } from "../../test/kit/make-notice.ts";
import { voterOf } from "../../test/kit/voter-of.ts";
import { buildApproval, REF, TEST_NOW_MS } from "../../test/kit/web/build-approval.ts";
import { createMemoryApprovals } from "../../test/kit/web/memory-approvals.ts";
import { readAccess } from "./access/access-rules.ts";

const SAMPLE = buildApproval({ notices: [makeNoticeRecord({ request: makeNotice({ state: "failed" }) })] });
const KEY = keyOfFirst(SAMPLE.task, "request");
const access = readAccess({ admins: { users: ["ada"] } }, { namesProve: true });

for (const [name, round] of [
  ["ada", 2],
  ["john", 1],
  ["eve", 1],
] as const) {
  test(`${name} ${round === 2 ? "does" : "does not"}`, async () => {
    const approvals = createMemoryApprovals({ now: () => TEST_NOW_MS }, "http://localhost", [SAMPLE], {
      access,
    });
    const by = voterOf(name, { issuer: "company", subject: name });
    const answer = await approvals.sendAgain({ ref: REF, by, key: KEY });
    assert.equal(answer.ok, round === 2);
    assert.ok(answer.ok || answer.error.kind === "notFound");
    assert.equal(approvals.find(REF)?.notices[0]?.round, round);
  });
}
