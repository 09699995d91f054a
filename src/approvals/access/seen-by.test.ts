// What one person is handed of the use cases: of what they may not see it tells as of what is not there.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { buildApproval, REF, TEST_NOW_MS } from "../../../test/kit/web/build-approval.ts";
import { createMemoryApprovals } from "../../../test/kit/web/memory-approvals.ts";
import { readAccess } from "./access-rules.ts";

const access = readAccess({ view: [], admins: { users: ["ada"] } }, { namesProve: true });
const approvals = createMemoryApprovals({ now: () => TEST_NOW_MS }, "http://localhost", [buildApproval()], {
  access,
});
const person = (name: string) => ({ issuer: "company", subject: name, name, groups: [] });
const other = { ...REF, name: "other" };

describe("who may not see an approval", () => {
  const seen = approvals.seenBy(person("eve"));

  test("finds it nowhere: not by name, in a list, in a count, on its receipt or among names", async () => {
    assert.equal(seen.find(REF), undefined);
    assert.equal(await seen.read(REF), undefined);
    assert.deepEqual(seen.list({}), { ok: true, value: { items: [], next: null, total: 0 } });
    assert.deepEqual(seen.list({ namespace: REF.namespace, order: "deadline" }), seen.list({}));
    assert.deepEqual(seen.askedNames("user", 10), []);
    assert.equal(seen.refusalFor(REF, person("eve")), seen.refusalFor(other, person("eve")));
    assert.equal(seen.mayCancel(REF), false);
  });

  test("votes and cancels as if it were not there, also with the digest of what it asks", async () => {
    const vote = { voter: person("eve"), decision: "approve", comment: "", via: "api" } as const;
    const cancel = { by: person("eve"), reason: "x", via: "api" } as const;
    const shown = approvals.find(REF)?.digest;
    assert.ok(shown !== undefined);
    for (const digest of [{}, { digest: shown }]) {
      assert.deepEqual(
        await approvals.castVote({ ...vote, ...digest, ref: REF }),
        await approvals.castVote({ ...vote, ...digest, ref: other }),
      );
      assert.deepEqual(
        await approvals.cancel({ ...cancel, ...digest, ref: REF }),
        await approvals.cancel({ ...cancel, ...digest, ref: other }),
      );
    }
  });
});

test("nobody in particular is handed nothing", () => {
  assert.ok(approvals.needsName);
  assert.equal(approvals.seenBy(undefined).find(REF), undefined);
  assert.deepEqual(approvals.seenBy(undefined).list({}), {
    ok: true,
    value: { items: [], next: null, total: 0 },
  });
});

test("whoever is asked, and an admin, find it", async () => {
  for (const name of ["mary", "ada"]) {
    const seen = approvals.seenBy(person(name));
    assert.equal(seen.find(REF)?.name, REF.name, name);
    assert.equal((await seen.read(REF))?.name, REF.name, name);
    const list = seen.list({});
    assert.ok(list.ok && list.value.total === 1, name);
  }
  assert.equal(approvals.seenBy(person("mary")).administers, false);
  assert.ok(approvals.seenBy(person("ada")).administers);
  assert.deepEqual(approvals.seenBy(person("ada")).askedNames("user", 10).toSorted(), [
    "john",
    "mary",
    "peter",
  ]);
});
