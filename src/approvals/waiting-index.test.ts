// What waits for somebody is kept by the index and not asked of each approval: here it is held against asking each.
import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { admitVote } from "../decision/admit-vote.ts";
import { type Answer, MATCHED, STRATEGIES, type Voter } from "../decision/request.ts";
import { readRequest, readVotes } from "../objects/approval/approval-request.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import { formatTime } from "../std/clock.ts";
import { ApprovalIndex } from "./approval-index.ts";
import { readInbox } from "./read-inbox.ts";
import { serveNamespaces } from "./served-namespaces.ts";
import { makeWaitingApproval, NOW_MS, withVote } from "../../test/kit/make-approval.ts";
import { deadlineOf, toApprovalView } from "./to-approval-view.ts";

const NAMES = ["ann", "Ann", "ａｎｎ", "ben", "René", "Rene\u0301", "eve"];
const ADDRESSES = ["ann@a.example", "Ann@A.example", "\u212Aim@a.example"];
const GROUPS = ["ops", "dev", "ann"];

const voter: fc.Arbitrary<Voter> = fc.record(
  {
    name: fc.constantFrom(...NAMES, " ", "\u200b"),
    groups: fc.subarray(GROUPS),
    issuer: fc.constantFrom("open", "company"),
    subject: fc.constantFrom("17", "ann"),
    email: fc.constantFrom(...ADDRESSES),
    match: fc.record({
      by: fc.subarray([...MATCHED], { minLength: 1 }),
      emailCase: fc.constantFrom("exact", "fold"),
    }),
  },
  { requiredKeys: ["name", "groups", "issuer"] },
);
const params = fc
  .record({
    people: fc.subarray(["ann", "ben", "René", ...ADDRESSES, "kim@a.example"], { minLength: 1 }),
    groups: fc.subarray(GROUPS),
    strategy: fc.constantFrom(...STRATEGIES),
  })
  .map(({ people, groups, strategy }) => ({
    ...(groups.length === 0 ? { approvers: people } : { groups }),
    ...(strategy === "QUORUM" ? { approvalsRequired: "2" } : { strategy }),
  }));
const answers = fc.array(
  fc.record({ voter, decision: fc.constantFrom("approve" as const, "approve" as const, "reject" as const) }),
  { maxLength: 3 },
);
const minutes = fc.constantFrom(undefined, 5, 10, 60);
const asked = fc.record({ params, answers, minutes });

/** Asked and answered as given; `undefined` for parameters that are refused. */
function make(
  name: string,
  { params, answers, minutes }: typeof asked extends fc.Arbitrary<infer T> ? T : never,
) {
  const run = makeReferringRun(params, minutes === undefined ? {} : { timeout: `${minutes}m` });
  const named = { ...run, metadata: { ...run.metadata, name } };
  try {
    return answers.reduce(answer, makeWaitingApproval(named));
  } catch {
    return undefined;
  }
}

function answer(
  task: ApprovalTask,
  { voter, decision }: { readonly voter: Voter; readonly decision: Answer },
): ApprovalTask {
  const admitted = admitVote(readRequest(task), readVotes(task), voter, NOW_MS);
  if (!admitted.ok) return task;
  const { name, groups: _groups, match: _match, ...account } = voter;
  return withVote(task, name, decision, { ...admitted.value, ...account });
}

function makeIndex(): ApprovalIndex {
  return new ApprovalIndex({
    served: serveNamespaces(),
    deadlineOf: (task) => deadlineOf(task, () => undefined),
  });
}

test("it is what a vote would be taken for, for anybody, at any time, however it came about", () => {
  let waited = 0;
  const world = fc.record({
    first: fc.array(asked, { maxLength: 6 }),
    later: fc.array(asked, { maxLength: 6 }),
    voters: fc.array(voter, { minLength: 1, maxLength: 4 }),
    laterMs: fc.constantFrom(0, 299_999, 300_000, 900_000),
  });
  fc.assert(
    fc.property(world, ({ first, later, voters, laterMs }) => {
      const index = makeIndex();
      const tasks = new Map<string, ApprovalTask>();
      // The later ones stand in the place of earlier ones of the same name, as changed objects do.
      for (const asked of [first, later]) {
        asked.forEach((one, place) => {
          const task = make(`a${place}`, one);
          if (task === undefined) return;
          tasks.set(task.metadata.name, task);
          index.upsert(task);
        });
      }
      for (const voter of voters) {
        const nowMs = NOW_MS + laterMs;
        const wanted = [...tasks.values()].filter(
          (task) => admitVote(readRequest(task), readVotes(task), voter, nowMs).ok,
        );
        const found = index.waitingFor(voter, nowMs).map(({ approval }) => approval.metadata.name);
        assert.deepEqual(found.toSorted(), wanted.map(({ metadata }) => metadata.name).toSorted());
        assert.equal(index.countWaitingFor(voter, nowMs), wanted.length);
        waited += wanted.length;
      }
    }),
    { numRuns: 500 },
  );
  assert.ok(waited > 500, `${waited} votes would have been taken`);
});

function waiting(name: string, minutes?: number): ApprovalTask {
  const run = makeReferringRun(
    { groups: ["ops", "dev"] },
    minutes === undefined ? {} : { timeout: `${minutes}m` },
  );
  return makeWaitingApproval({ ...run, metadata: { ...run.metadata, name } });
}

const ann: Voter = { name: "ann", groups: ["dev", "ops"] };

function orderOf(index: ApprovalIndex): readonly string[] {
  return index.waitingFor(ann, NOW_MS).map(({ approval }) => approval.metadata.name);
}

test("it is in the order of deadlines, those without one last, of the same the older first", () => {
  const index = makeIndex();
  const late = waiting("late", 60);
  const older = { ...late, metadata: { ...late.metadata, name: "older" } };
  const opened = { ...older, status: { ...older.status, startTime: formatTime(NOW_MS - 1000) } };
  for (const task of [waiting("never"), late, opened, waiting("soon", 5), waiting("none")])
    index.upsert(task);
  assert.deepEqual(orderOf(index), ["soon", "older", "late", "never", "none"]);
});

test("the end of the PipelineRun counts as a deadline as soon as it is known", () => {
  let endsMs = Number.POSITIVE_INFINITY;
  const index = new ApprovalIndex({
    served: serveNamespaces(),
    deadlineOf: ({ metadata: { name } }) => ({
      of: "pipelineRun",
      endsAtMs: name === "b" ? endsMs : NOW_MS + 1000,
      dueFromMs: NOW_MS,
    }),
  });
  for (const name of ["a", "b"]) index.upsert(waiting(name, 60));
  assert.deepEqual(orderOf(index), ["a", "b"]);
  endsMs = NOW_MS + 500;
  index.refresh({ namespace: "elsewhere", name: "release-1" });
  assert.deepEqual(orderOf(index), ["a", "b"], "a PipelineRun elsewhere says nothing");
  index.refresh({ namespace: "shop", name: "release-1" });
  assert.deepEqual(orderOf(index), ["b", "a"]);
});

test("an inbox of thousands makes views of the rows of its pages, and of no others", () => {
  const index = makeIndex();
  for (let number = 0; number < 2_000; number += 1) index.upsert(waiting(`a${number}`, 60 + (number % 7)));
  for (let number = 0; number < 300; number += 1) index.upsert(withVote(waiting(`b${number}`), "ann"));
  let views = 0;
  const view = (task: ApprovalTask) => {
    views += 1;
    return toApprovalView(task, { baseUrl: "http://a", nowMs: NOW_MS, findPipelineRun: () => undefined });
  };
  const none = { page: 1, size: 0 };
  const pages = { waiting: { page: 2, size: 50 }, voted: none, decided: { page: 7, size: 50 } };
  const inbox = readInbox(index, ann, { ...pages, nowMs: NOW_MS + 45.5 * 60_000, view });
  assert.equal(views, 100);
  const { waiting: rows, decided, due } = inbox;
  assert.deepEqual([rows.page, rows.total, rows.items.length], [2, 2_000, 50]);
  assert.deepEqual(
    [decided.page, decided.total, decided.items.length],
    [6, 300, 50],
    "the last, not one beyond",
  );
  assert.equal(due, 286, "those of an hour, of which less than a quarter is left");
  const whole = { waiting: { page: 1, size: 2_000 }, voted: none, decided: none };
  const all = readInbox(index, ann, { ...whole, nowMs: NOW_MS, view });
  assert.deepEqual(
    rows.items.map(({ name }) => name),
    all.waiting.items.slice(50, 100).map(({ name }) => name),
  );
  assert.deepEqual([all.decided.items, all.decided.total], [[], 300]);
});

test("an approval that is decided or goes waits for nobody any more", () => {
  const index = makeIndex();
  for (let number = 0; number < 50; number += 1) index.upsert(waiting(`a${number}`, 10));
  index.upsert(withVote(waiting("a7", 10), "eve"));
  index.remove(waiting("a8", 10));
  assert.equal(index.countWaitingFor(ann, NOW_MS), 48);
  assert.equal(index.count("pending"), 48);
  assert.deepEqual(
    index.decidedFor(ann).map(({ metadata }) => metadata.name),
    ["a7"],
  );
});

test("what is being deleted waits for nobody", () => {
  const index = makeIndex();
  const task = makeWaitingApproval();
  const mary = { name: "mary", groups: [] };
  index.upsert(task);
  assert.equal(index.countWaitingFor(mary, NOW_MS), 1);
  index.upsert({ ...task, metadata: { ...task.metadata, deletionTimestamp: "2026-11-24T10:00:00Z" } });
  assert.equal(index.countWaitingFor(mary, NOW_MS), 0);
});
