import assert from "node:assert/strict";
import { test } from "node:test";

import type { Voter } from "../decision/request.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import { ApprovalIndex } from "./approval-index.ts";
import type { Place } from "./approval-entry.ts";
import type { ListFilter } from "./approvals.ts";
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

function nameAll(entries: readonly { readonly approval: ApprovalTask }[]): readonly string[] {
  return entries.map(({ approval }) => approval.metadata.name);
}

/** What the filter asks for, in its order, read as one page and by pages of one. */
function select(index: ApprovalIndex, filter: ListFilter, nowMs = NOW_MS): readonly string[] {
  const selection = index.select(filter, nowMs);
  const found = nameAll([...selection.after()]);
  assert.equal(selection.total, found.length, "as many as are counted");
  const single: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = pageOf(selection, { limit: 1, ...(cursor && { cursor }) });
    assert.ok(page.ok);
    single.push(...nameAll(page.value.items));
    cursor = page.value.next;
  }
  assert.deepEqual(single, found, "page by page");
  return found;
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

test("what a person has voted on waits for others, under the account and not the name, until it is decided", () => {
  const task = waiting("one", { strategy: "MULTI", approvers: ["mary", "john"] });
  const voted = withVote(task, "mary");
  const index = indexOf(task);
  const account = { issuer: "open", subject: "mary", ...mary };
  assert.deepEqual(names(index.votedBy(account)), []);
  index.upsert(voted);
  assert.deepEqual(names(index.votedBy(account)), ["one"]);
  assert.deepEqual(waitingFor(index, mary), []);
  assert.deepEqual(names(index.votedBy({ ...account, issuer: "company" })), [], "a namesake");
  index.upsert(withVote(voted, "john", "approve", { assignees: [1] }));
  assert.deepEqual(names(index.votedBy(account)), []);
});

test("a vote of an attempt that has timed out is not among those that wait for others", () => {
  const voted = withVote(waiting("one", { strategy: "MULTI", approvers: ["mary", "john"] }), "mary");
  const again = { ...voted, status: { ...voted.status, attempt: 2 } };
  const index = indexOf(again);
  assert.deepEqual(names(index.votedBy({ issuer: "open", subject: "mary", ...mary })), []);
});

test("names that approvals wait for are told up to a number, and of no others", () => {
  const index = indexOf(
    waiting("one", { approvers: ["mary", "john"] }),
    waiting("two", { groups: ["managers"] }),
    withVote(waiting("decided", { approvers: ["ines"] }), "ines"),
  );
  assert.deepEqual(index.askedNames("user", 9).toSorted(), ["john", "mary"]);
  assert.deepEqual(index.askedNames("group", 9), ["managers"]);
  assert.equal(index.askedNames("user", 1).length, 1);
});

test("a decision moves an approval from waiting to decided, for those asked and those who voted", () => {
  const task = waiting("one", { groups: ["managers"] });
  const index = indexOf(task);
  index.upsert(withVote(task, "eve"));
  assert.deepEqual(waitingFor(index, mary), []);
  assert.deepEqual(names(index.decidedFor(mary)), ["one"]);
  const eve = { issuer: "open", name: "eve", groups: [] };
  assert.deepEqual(names(index.decidedFor(eve)), ["one"], "who is in the group no more");
  assert.deepEqual(names(index.decidedFor({ ...eve, issuer: "company" })), [], "a namesake");
  assert.deepEqual([index.count("pending"), index.count("approved")], [0, 1]);
});

test("what is removed is found no more, by any way", () => {
  const task = waiting("one", { approvers: ["mary"] });
  const index = indexOf(task);
  index.remove(task);
  assert.deepEqual(waitingFor(index, mary), []);
  assert.deepEqual(select(index, {}), []);
  assert.equal(index.count("pending"), 0);
});

test("filters narrow together", () => {
  const index = indexOf(
    waiting("a", { approvers: ["mary"] }),
    waiting("b", { approvers: ["mary", "john"] }),
    waiting("c", { groups: ["managers"] }),
  );
  assert.deepEqual(select(index, { assignee: "mary" }), ["a", "b"]);
  assert.deepEqual(select(index, { assignee: "mary", state: "approved" }), []);
  assert.deepEqual(select(index, { assigneeGroup: "managers", namespace: "shop" }), ["c"]);
  assert.deepEqual(select(index, { pipelineRun: "release-1", task: "approve" }), ["a", "b", "c"]);
  assert.deepEqual(select(index, { namespace: "elsewhere" }), []);
});

/** That is due after so many hours; never, without them. */
function due(
  name: string,
  hours: number | undefined,
  params: Readonly<Record<string, unknown>> = {},
): ApprovalTask {
  const timeout = hours === undefined ? {} : { timeout: `${hours}h` };
  const run = makeReferringRun({ approvers: ["mary"], ...params }, timeout);
  return makeWaitingApproval({ ...run, metadata: { ...run.metadata, name } });
}

test("by deadline: the soonest first, those without one last, whatever narrows the list", () => {
  const voted = withVote(due("d-decided", 1), "mary");
  const index = indexOf(
    due("a-never", undefined),
    due("b-late", 3),
    due("c-soon", 2),
    voted,
    due("e-of-john", 1, { approvers: ["john"] }),
    due("f-late-too", 3),
  );
  const order = "deadline";
  assert.deepEqual(select(index, { order, state: "pending" }), [
    "e-of-john",
    "c-soon",
    "b-late",
    "f-late-too",
    "a-never",
  ]);
  assert.deepEqual(select(index, { order, state: "pending", assignee: "mary" }), [
    "c-soon",
    "b-late",
    "f-late-too",
    "a-never",
  ]);
  assert.deepEqual(select(index, { order }).slice(0, 2), ["d-decided", "e-of-john"]);
  assert.deepEqual(select(index, { order, state: "rejected" }), []);
  assert.deepEqual(select(index, { order, namespace: "elsewhere" }), []);
  index.upsert(due("b-late", 1));
  index.remove(due("c-soon", 2));
  assert.deepEqual(select(index, { order, assignee: "mary", state: "pending" }), [
    "b-late",
    "f-late-too",
    "a-never",
  ]);
});

test("what waits for somebody is a filter as well, in either order", () => {
  const index = indexOf(
    due("a", 3),
    due("b", 2, { groups: ["managers"] }),
    withVote(due("c", 1, { strategy: "MULTI", approvers: ["mary", "john"] }), "mary"),
    due("d", 1, { approvers: ["john"] }),
  );
  assert.deepEqual(select(index, { waitsFor: mary }), ["a", "b"]);
  assert.deepEqual(select(index, { waitsFor: mary, order: "deadline" }), ["b", "a"]);
  assert.deepEqual(select(index, { waitsFor: mary, assigneeGroup: "managers" }), ["b"]);
  assert.deepEqual(select(index, { waitsFor: nobody }), []);
  assert.deepEqual(select(index, { waitsFor: mary }, NOW_MS + 2 * 60 * 60_000), ["a"], "in time");
});

test("a cursor is of one order", () => {
  const index = indexOf(due("a", 3), due("b", 2));
  for (const [order, other] of [
    ["name", "deadline"],
    ["deadline", "name"],
  ] as const) {
    const page = pageOf(index.select({ order }), { limit: 1 });
    assert.ok(page.ok && page.value.next !== null);
    const { next } = page.value;
    assert.equal(pageOf(index.select({ order }), { cursor: next }).ok, true);
    assert.equal(pageOf(index.select({ order: other }), { cursor: next }).ok, false);
  }
});

test("a name is the same in either form that Unicode gives it, and differs in anything else", () => {
  const index = indexOf(waiting("one", { approvers: ["Ren\u00e9"] }));
  assert.deepEqual(waitingFor(index, { name: "Rene\u0301", groups: [] }), ["one"]);
  assert.deepEqual(waitingFor(index, { name: "rené", groups: [] }), []);
});

test("pages follow one another without gap or repeat, while approvals come and go", () => {
  const all = ["a", "b", "c", "d", "e"].map((name) => waiting(name, { approvers: ["mary"] }));
  const index = indexOf(...all);
  const first = pageOf(index.select({}), { limit: 2 });
  assert.ok(first.ok && first.value.next !== null);
  assert.deepEqual(nameAll(first.value.items), ["a", "b"]);
  index.remove(waiting("b", { approvers: ["mary"] }));
  index.upsert(waiting("aa", { approvers: ["mary"] }));
  const second = pageOf(index.select({}), { limit: 2, cursor: first.value.next });
  assert.ok(second.ok && second.value.next !== null);
  assert.deepEqual(nameAll(second.value.items), ["c", "d"]);
  const last = pageOf(index.select({}), { limit: 2, cursor: second.value.next });
  assert.ok(last.ok);
  assert.deepEqual([nameAll(last.value.items), last.value.next], [["e"], null]);
});

test("a page ends before its limit when it would become too long, and the next goes on from there", () => {
  const description = "x".repeat(16_000);
  const names500 = Array.from({ length: 500 }, (_, number) => `a${String(number).padStart(3, "0")}`);
  const index = indexOf(...names500.map((name) => waiting(name, { approvers: ["mary"], description })));
  const seen: string[] = [];
  const sizes: number[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = pageOf(index.select({}), { limit: 500, ...(cursor && { cursor }) });
    assert.ok(page.ok);
    seen.push(...nameAll(page.value.items));
    sizes.push(page.value.items.length);
    cursor = page.value.next;
  }
  assert.deepEqual(seen, names500);
  assert.ok(sizes.length > 1 && (sizes[0] ?? 0) > 200 && (sizes[0] ?? 0) < 300, sizes.join(", "));
});

test("a page reads one approval more than it has, however many there are", () => {
  const index = indexOf(...["a", "b", "c", "d", "e"].map((name) => waiting(name, { approvers: ["mary"] })));
  let read = 0;
  const selection = index.select({});
  function* after(place?: Place) {
    for (const entry of selection.after(place)) {
      read += 1;
      yield entry;
    }
  }
  assert.ok(pageOf({ order: "name", after }, { limit: 2 }).ok);
  assert.equal(read, 3);
});

test("one approval alone is a page, however long it is", () => {
  const task = waiting("one", { approvers: ["mary"] });
  const long = { ...task, spec: { ...task.spec, description: "x".repeat(9_000_000) } };
  const index = indexOf(long, waiting("other", { approvers: ["mary"] }));
  const page = pageOf(index.select({}), { limit: 2 });
  assert.ok(page.ok);
  assert.deepEqual([page.value.items.length, page.value.next !== null], [1, true]);
});

test("a cursor that nobody gave is refused", () => {
  for (const cursor of ["", "x", "%%%", Buffer.from("no-slash").toString("base64url")]) {
    assert.equal(pageOf(makeIndex().select({}), { cursor }).ok, false);
  }
});

test("what nobody was asked yet is not there, as for a vote", () => {
  const created = makeCreatedApproval();
  const index = indexOf(created);
  assert.deepEqual(select(index, {}), []);
  assert.deepEqual(waitingFor(index, mary), []);
  const waitingNow = makeWaitingApproval();
  index.upsert(waitingNow);
  assert.deepEqual(select(index, {}), [waitingNow.metadata.name]);
  index.upsert(created);
  assert.deepEqual(select(index, {}), [], "made anew under the same name");
});

test("what lies in a namespace that is not served is not there, wherever it was heard of", () => {
  const elsewhere = makeIndex(serveNamespaces(["ci"]));
  const task = waiting("one", { approvers: ["mary"] });
  elsewhere.upsert(task);
  assert.deepEqual([select(elsewhere, {}), waitingFor(elsewhere, mary)], [[], []]);
  const here = makeIndex(serveNamespaces(["ci", task.metadata.namespace ?? ""]));
  here.upsert(task);
  assert.deepEqual(select(here, {}), ["one"]);
});
