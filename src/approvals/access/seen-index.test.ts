// What the index finds for somebody by its terms is what the rules let them see of each approval, in every order and page.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { makeReferringRun } from "../../../test/kit/make-run.ts";
import { makeWaitingApproval, NOW_MS, withVote } from "../../../test/kit/make-approval.ts";
import type { Voter } from "../../decision/request.ts";
import { beginNextAttempt } from "../../objects/approval/retry-approval.ts";
import type { ApprovalTask } from "../../objects/approval/approval-task.ts";
import { ApprovalIndex } from "../approval-index.ts";
import type { ListFilter } from "../approvals.ts";
import { pageOf } from "../list-approvals.ts";
import { serveNamespaces } from "../served-namespaces.ts";
import { deadlineOf } from "../to-approval-view.ts";
import { type AccessSettings, readAccess } from "./access-rules.ts";
import { mayView } from "./rights.ts";
import { type Sight, sightOf } from "./sight.ts";

const NAMESPACES = ["dev", "ops", "team-a", "team-b"];
const ASKED = [
  { approvers: ["mary"] },
  { approvers: ["john", "mary"], strategy: "MULTI" },
  { groups: ["ops"] },
  { groups: ["dev", "ops"], strategy: "FOUR_EYES" },
];
const PEOPLE: readonly Voter[] = [
  { issuer: "company", subject: "1", name: "mary", groups: [] },
  { issuer: "company", subject: "2", name: "eve", groups: ["ops"] },
  { issuer: "company", subject: "3", name: "dan", groups: ["dev", "release"] },
  { issuer: "company", subject: "4", name: "nobody-in-particular", groups: [] },
];
const SETTINGS: readonly AccessSettings[] = [
  { view: [] },
  { view: [{ groups: ["dev"], namespaces: ["team-*"] }] },
  {
    view: [
      { users: ["mary"], namespaces: ["ops", "dev"] },
      { groups: ["release"], namespaces: ["*"] },
    ],
  },
];
const FILTERS: readonly ListFilter[] = [
  {},
  { state: "pending" },
  { state: "approved" },
  { namespace: "ops" },
  { assignee: "mary", namespace: "team-a" },
  { assigneeGroup: "ops", state: "pending" },
];

function makeApprovals(): readonly ApprovalTask[] {
  return NAMESPACES.flatMap((namespace) =>
    ASKED.flatMap((asked, number) => {
      const run = makeReferringRun(asked, { timeout: `${1 + ((number * 7) % 5)}h` });
      const name = `a${number}`;
      const task = makeWaitingApproval({ ...run, metadata: { ...run.metadata, name } });
      const here = { ...task, metadata: { ...task.metadata, namespace } };
      const renamed = (one: ApprovalTask, as: string): ApprovalTask => ({
        ...one,
        metadata: { ...one.metadata, name: as },
      });
      const byDan = withVote(here, "dan", "approve", { issuer: "company", subject: "3" });
      return [
        here,
        renamed(byDan, `${name}-voted`),
        renamed(beginNextAttempt(byDan, NOW_MS + 1_000, NOW_MS), `${name}-again`),
      ];
    }),
  );
}

const APPROVALS = makeApprovals();
const index = new ApprovalIndex({
  served: serveNamespaces(),
  deadlineOf: (task) => deadlineOf(task, () => undefined),
});
for (const task of APPROVALS) index.upsert(task);

function nameOf({ metadata }: ApprovalTask): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** As one page, after it was read by pages of two. */
function select(filter: ListFilter, sight: Sight): readonly string[] {
  const selection = index.select(filter, NOW_MS, sight);
  const found = [...selection.after()].map(({ approval }) => nameOf(approval));
  assert.equal(selection.total, found.length, "as many as are counted");
  const paged: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = pageOf(selection, { limit: 2, ...(cursor && { cursor }) });
    assert.ok(page.ok);
    paged.push(...page.value.items.map(({ approval }) => nameOf(approval)));
    cursor = page.value.next;
  }
  assert.deepEqual(paged, found, "page by page");
  return found;
}

for (const settings of SETTINGS) {
  describe(`with ${JSON.stringify(settings)}`, () => {
    for (const viewer of [...PEOPLE, undefined]) {
      test(`${viewer?.name ?? "nobody"} is listed what the rules let them see, in the order of the whole list`, () => {
        const rules = readAccess(settings, { namesProve: true });
        const sight = sightOf(rules, viewer);
        const seen = new Set(APPROVALS.filter((task) => mayView(rules, viewer, task)).map(nameOf));
        for (const filter of FILTERS) {
          for (const order of ["name", "deadline"] as const) {
            const all = [...index.select({ ...filter, order }).after()].map(({ approval }) =>
              nameOf(approval),
            );
            const wanted = all.filter((name) => seen.has(name));
            assert.deepEqual(select({ ...filter, order }, sight), wanted, JSON.stringify({ filter, order }));
          }
        }
      });
    }
  });
}

test("what waits for somebody, what they have voted on and what they were asked is what they may see", () => {
  const rules = readAccess({ view: [] }, { namesProve: true });
  for (const viewer of PEOPLE) {
    const own = [
      ...index.waitingFor(viewer, NOW_MS).map(({ approval }) => approval),
      ...index.votedBy(viewer),
      ...index.decidedFor(viewer),
    ];
    assert.deepEqual(
      own.filter((task) => !mayView(rules, viewer, task)),
      [],
    );
  }
});

test("a page of somebody who sees few of many looks at few", () => {
  const many = new ApprovalIndex({ served: serveNamespaces(), deadlineOf: () => undefined });
  const task = APPROVALS[0];
  assert.ok(task !== undefined);
  for (let number = 0; number < 5_000; number += 1) {
    many.upsert({ ...task, metadata: { ...task.metadata, namespace: "dev", name: `a${number}` } });
  }
  const own = { ...task, spec: { ...task.spec, approvers: ["eve"] } };
  many.upsert({ ...own, metadata: { ...own.metadata, namespace: "ops", name: "own" } });
  let asked = 0;
  const rules = readAccess({ view: [] }, { namesProve: true });
  const sight: Sight = {
    ...sightOf(rules, { name: "eve", groups: [] }),
    sees: () => ((asked += 1), false),
    seesNamespace: () => ((asked += 1), false),
  };
  for (const order of ["name", "deadline"] as const) {
    const selection = many.select({ order }, NOW_MS, sight);
    assert.deepEqual(
      [...selection.after()].map(({ key }) => key),
      ["ops/own"],
    );
    assert.equal(selection.total, 1);
  }
  assert.ok(asked <= 4, `${asked} looks, of the two namespaces alone`);
});
