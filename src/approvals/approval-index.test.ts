import assert from "node:assert/strict";
import { test } from "node:test";

import type { Voter } from "../decision/request.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import { ApprovalIndex } from "./approval-index.ts";
import { pageOf } from "./list-approvals.ts";
import { serveNamespaces } from "./served-namespaces.ts";
import { deadlineOf } from "./to-approval-view.ts";
import { makeCreatedApproval, makeWaitingApproval, NOW_MS, withVote } from "../../test/kit/make-approval.ts";

function waiting(name: string, params: Readonly<Record<string, unknown>>): ApprovalTask {
  const run = makeReferringRun(params);
  return makeWaitingApproval({ ...run, metadata: { ...run.metadata, name } });
}

function names(tasks: Iterable<ApprovalTask>): readonly string[] {
  return Array.from(tasks, ({ metadata }) => metadata.name).sort();
}

/** What waits for this person, in its order. */
function waitingFor(index: ApprovalIndex, voter: Voter, nowMs = NOW_MS): readonly string[] {
  const found = index.waitingFor(voter, nowMs);
  assert.equal(index.countWaitingFor(voter, nowMs), found.length, "as many as are counted");
  return found.map(({ approval }) => approval.metadata.name);
}

const nobody = { name: "nobody", groups: [] };
const mary = { name: "mary", groups: ["managers"] };

function makeIndex(served = serveNamespaces()): ApprovalIndex {
  return new ApprovalIndex({ served, deadlineOf: (task) => deadlineOf(task, () => undefined) });
}

function indexOf(...tasks: readonly ApprovalTask[]): ApprovalIndex {
  const index = makeIndex();
  for (const task of tasks) index.upsert(task);
  return index;
}

test("what waits for a person is found by name and by group, and by nothing else", () => {
  const index = indexOf(
    waiting("by-name", { approvers: ["mary"] }),
    waiting("by-group", { groups: ["managers"] }),
    waiting("by-a-user-called-like-the-group", { approvers: ["managers"] }),
    waiting("others", { approvers: ["john"] }),
  );
  assert.deepEqual(waitingFor(index, mary).toSorted(), ["by-group", "by-name"]);
  assert.deepEqual(waitingFor(index, nobody), []);
});

test("a decision moves an approval from waiting to decided, for those asked and those who voted", () => {
  const task = waiting("one", { groups: ["managers"] });
  const index = indexOf(task);
  index.upsert(withVote(task, "eve"));
  assert.deepEqual(waitingFor(index, mary), []);
  assert.deepEqual(names(index.decidedFor(mary)), ["one"]);
  assert.deepEqual(
    names(index.decidedFor({ name: "eve", groups: [] })),
    ["one"],
    "who is in the group no more",
  );
  assert.deepEqual([index.count("pending"), index.count("approved")], [0, 1]);
});

test("what is removed is found no more, by any way", () => {
  const task = waiting("one", { approvers: ["mary"] });
  const index = indexOf(task);
  index.remove(task);
  assert.deepEqual(waitingFor(index, mary), []);
  assert.deepEqual(names(index.select({})), []);
  assert.equal(index.count("pending"), 0);
});

test("filters narrow together", () => {
  const index = indexOf(
    waiting("a", { approvers: ["mary"] }),
    waiting("b", { approvers: ["mary", "john"] }),
    waiting("c", { groups: ["managers"] }),
  );
  assert.deepEqual(names(index.select({ assignee: "mary" })), ["a", "b"]);
  assert.deepEqual(names(index.select({ assignee: "mary", state: "approved" })), []);
  assert.deepEqual(names(index.select({ assigneeGroup: "managers", namespace: "shop" })), ["c"]);
  assert.deepEqual(names(index.select({ pipelineRun: "release-1", task: "approve" })), ["a", "b", "c"]);
  assert.deepEqual(names(index.select({ namespace: "elsewhere" })), []);
});

test("a name is the same in either form that Unicode gives it, and differs in anything else", () => {
  const index = indexOf(waiting("one", { approvers: ["Ren\u00e9"] }));
  assert.deepEqual(waitingFor(index, { name: "Rene\u0301", groups: [] }), ["one"]);
  assert.deepEqual(waitingFor(index, { name: "rené", groups: [] }), []);
});

test("pages follow one another without gap or repeat, while approvals come and go", () => {
  const all = ["a", "b", "c", "d", "e"].map((name) => waiting(name, { approvers: ["mary"] }));
  const index = indexOf(...all);
  const first = pageOf((after) => index.select({}, after), { limit: 2 });
  assert.ok(first.ok && first.value.next !== null);
  assert.deepEqual(names(first.value.items), ["a", "b"]);
  index.remove(waiting("b", { approvers: ["mary"] }));
  index.upsert(waiting("aa", { approvers: ["mary"] }));
  const second = pageOf((after) => index.select({}, after), { limit: 2, cursor: first.value.next });
  assert.ok(second.ok && second.value.next !== null);
  assert.deepEqual(names(second.value.items), ["c", "d"]);
  const last = pageOf((after) => index.select({}, after), { limit: 2, cursor: second.value.next });
  assert.ok(last.ok);
  assert.deepEqual([names(last.value.items), last.value.next], [["e"], null]);
});

test("a page ends before its limit when it would become too long, and the next goes on from there", () => {
  const description = "x".repeat(16_000);
  const names500 = Array.from({ length: 500 }, (_, number) => `a${String(number).padStart(3, "0")}`);
  const index = indexOf(...names500.map((name) => waiting(name, { approvers: ["mary"], description })));
  const seen: string[] = [];
  const sizes: number[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = pageOf((after) => index.select({}, after), { limit: 500, ...(cursor && { cursor }) });
    assert.ok(page.ok);
    seen.push(...page.value.items.map(({ metadata }) => metadata.name));
    sizes.push(page.value.items.length);
    cursor = page.value.next;
  }
  assert.deepEqual(seen, names500);
  assert.ok(sizes.length > 1 && (sizes[0] ?? 0) > 200 && (sizes[0] ?? 0) < 300, sizes.join(", "));
});

test("a page reads one approval more than it has, however many there are", () => {
  const index = indexOf(...["a", "b", "c", "d", "e"].map((name) => waiting(name, { approvers: ["mary"] })));
  let read = 0;
  function* select(after: string) {
    for (const task of index.select({}, after)) {
      read += 1;
      yield task;
    }
  }
  assert.ok(pageOf(select, { limit: 2 }).ok);
  assert.equal(read, 3);
});

test("one approval alone is a page, however long it is", () => {
  const task = waiting("one", { approvers: ["mary"] });
  const long = { ...task, spec: { ...task.spec, description: "x".repeat(9_000_000) } };
  const page = pageOf(() => [long, task], { limit: 2 });
  assert.ok(page.ok);
  assert.deepEqual([page.value.items.length, page.value.next !== null], [1, true]);
});

test("a cursor that nobody gave is refused", () => {
  for (const cursor of ["", "x", "%%%", Buffer.from("no-slash").toString("base64url")]) {
    assert.equal(pageOf(() => [], { cursor }).ok, false);
  }
});

test("what nobody was asked yet is not there, as for a vote", () => {
  const created = makeCreatedApproval();
  const index = indexOf(created);
  assert.deepEqual(names(index.select({})), []);
  assert.deepEqual(waitingFor(index, mary), []);
  const waitingNow = makeWaitingApproval();
  index.upsert(waitingNow);
  assert.deepEqual(names(index.select({})), [waitingNow.metadata.name]);
  index.upsert(created);
  assert.deepEqual(names(index.select({})), [], "made anew under the same name");
});

test("what lies in a namespace that is not served is not there, wherever it was heard of", () => {
  const elsewhere = makeIndex(serveNamespaces(["ci"]));
  const task = waiting("one", { approvers: ["mary"] });
  elsewhere.upsert(task);
  assert.deepEqual([names(elsewhere.select({})), waitingFor(elsewhere, mary)], [[], []]);
  const here = makeIndex(serveNamespaces(["ci", task.metadata.namespace ?? ""]));
  here.upsert(task);
  assert.deepEqual(names(here.select({})), ["one"]);
});
