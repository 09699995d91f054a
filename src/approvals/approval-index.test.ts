import assert from "node:assert/strict";
import { test } from "node:test";

import type { ApprovalTask } from "../objects/approval-task.ts";
import { makeReferringRun } from "../objects/testing/make-run.ts";
import { ApprovalIndex } from "./approval-index.ts";
import { pageOf } from "./page-of.ts";
import { serveNamespaces } from "./served-namespaces.ts";
import { makeCreatedApproval, makeWaitingApproval, withVote } from "./testing/make-approval.ts";

function waiting(name: string, params: Readonly<Record<string, unknown>>): ApprovalTask {
  const run = makeReferringRun(params);
  return makeWaitingApproval({ ...run, metadata: { ...run.metadata, name } });
}

function names(tasks: readonly ApprovalTask[]): readonly string[] {
  return tasks.map(({ metadata }) => metadata.name).sort();
}

const nobody = { name: "nobody", groups: [] };
const mary = { name: "mary", groups: ["managers"] };

function indexOf(...tasks: readonly ApprovalTask[]): ApprovalIndex {
  const index = new ApprovalIndex(serveNamespaces());
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
  assert.deepEqual(names(index.pendingFor(mary)), ["by-group", "by-name"]);
  assert.deepEqual(names(index.pendingFor(nobody)), []);
});

test("a decision moves an approval from waiting to decided, for those asked and those who voted", () => {
  const task = waiting("one", { groups: ["managers"] });
  const index = indexOf(task);
  index.upsert(withVote(task, "eve"));
  assert.deepEqual(names(index.pendingFor(mary)), []);
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
  assert.deepEqual(index.pendingFor(mary), []);
  assert.deepEqual(index.select({}), []);
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
  assert.deepEqual(names(index.pendingFor({ name: "Rene\u0301", groups: [] })), ["one"]);
  assert.deepEqual(names(index.pendingFor({ name: "rené", groups: [] })), []);
});

test("pages follow one another without gap or repeat, while approvals come and go", () => {
  const all = ["a", "b", "c", "d", "e"].map((name) => waiting(name, { approvers: ["mary"] }));
  const index = indexOf(...all);
  const first = pageOf(index.select({}), { limit: 2 });
  assert.ok(first.ok && first.value.next !== null);
  assert.deepEqual(names(first.value.items), ["a", "b"]);
  index.remove(waiting("b", { approvers: ["mary"] }));
  index.upsert(waiting("aa", { approvers: ["mary"] }));
  const second = pageOf(index.select({}), { limit: 2, cursor: first.value.next });
  assert.ok(second.ok && second.value.next !== null);
  assert.deepEqual(names(second.value.items), ["c", "d"]);
  const last = pageOf(index.select({}), { limit: 2, cursor: second.value.next });
  assert.ok(last.ok);
  assert.deepEqual([names(last.value.items), last.value.next], [["e"], null]);
});

test("a cursor that nobody gave is refused", () => {
  for (const cursor of ["", "x", "%%%", Buffer.from("no-slash").toString("base64url")]) {
    assert.equal(pageOf([], { cursor }).ok, false);
  }
});

test("what nobody was asked yet is not there, as for a vote", () => {
  const created = makeCreatedApproval();
  const index = indexOf(created);
  assert.deepEqual(index.select({}), []);
  assert.deepEqual(index.pendingFor(mary), []);
  const waitingNow = makeWaitingApproval();
  index.upsert(waitingNow);
  assert.deepEqual(names(index.select({})), [waitingNow.metadata.name]);
  index.upsert(created);
  assert.deepEqual(index.select({}), [], "made anew under the same name");
});

test("what lies in a namespace that is not served is not there, wherever it was heard of", () => {
  const elsewhere = new ApprovalIndex(serveNamespaces(["ci"]));
  const task = waiting("one", { approvers: ["mary"] });
  elsewhere.upsert(task);
  assert.deepEqual([elsewhere.select({}), elsewhere.pendingFor(mary)], [[], []]);
  const here = new ApprovalIndex(serveNamespaces(["ci", task.metadata.namespace ?? ""]));
  here.upsert(task);
  assert.deepEqual(names(here.select({})), ["one"]);
});
