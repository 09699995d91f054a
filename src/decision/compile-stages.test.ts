import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Assignee } from "./assignee.ts";
import { compileStages, type StagesInput } from "./compile-stages.ts";
import type { Stage } from "./request.ts";

const users = (...names: string[]): Assignee[] => names.map((name) => ({ kind: "user", name }));
const groups = (...names: string[]): Assignee[] => names.map((name) => ({ kind: "group", name }));
const people = (assignees: readonly Assignee[], required: number): Stage => ({
  assignees,
  required,
  counts: "people",
});

describe("compiles", () => {
  const CASES: readonly [sentence: string, input: StagesInput, stages: readonly Stage[]][] = [
    [
      "SINGLE into one stage for anyone of those named",
      { strategy: "SINGLE", assignees: users("ann", "bob") },
      [people(users("ann", "bob"), 1)],
    ],
    [
      "MULTI into one stage in which every assignee is answered for",
      { strategy: "MULTI", assignees: users("ann", "bob") },
      [{ assignees: users("ann", "bob"), required: 2, counts: "assignees" }],
    ],
    [
      "FOUR_EYES into two stages over the same assignees",
      { strategy: "FOUR_EYES", assignees: users("ann", "bob") },
      [people(users("ann", "bob"), 1), people(users("ann", "bob"), 1)],
    ],
    [
      "QUORUM into one stage of so many people",
      { strategy: "QUORUM", assignees: users("ann", "bob", "cy"), approvalsRequired: 2 },
      [people(users("ann", "bob", "cy"), 2)],
    ],
    [
      "an assignee listed twice as one",
      { strategy: "MULTI", assignees: users("ann", "bob", "ann") },
      [{ assignees: users("ann", "bob"), required: 2, counts: "assignees" }],
    ],
    [
      "an assignee listed in two Unicode forms as one, in NFC",
      { strategy: "SINGLE", assignees: users("rene\u0301", "ren\u00E9") },
      [people(users("ren\u00E9"), 1)],
    ],
    [
      "two spellings of one person for SINGLE, where they do no harm",
      { strategy: "SINGLE", assignees: users("ann", "Ann") },
      [people(users("ann", "Ann"), 1)],
    ],
    [
      "groups in two spellings, which are two groups",
      { strategy: "MULTI", assignees: groups("ops", "Ops") },
      [{ assignees: groups("ops", "Ops"), required: 2, counts: "assignees" }],
    ],
    [
      "FOUR_EYES over one group, whose members are not known",
      { strategy: "FOUR_EYES", assignees: groups("ops") },
      [people(groups("ops"), 1), people(groups("ops"), 1)],
    ],
    [
      "more approvals than groups, which have members",
      { strategy: "QUORUM", assignees: groups("ops"), approvalsRequired: 3 },
      [people(groups("ops"), 3)],
    ],
  ];
  for (const [sentence, input, stages] of CASES) {
    test(sentence, () => assert.deepEqual(compileStages(input), { ok: true, value: stages }));
  }
});

describe("refuses", () => {
  const CASES: readonly [sentence: string, input: StagesInput, field: string, message: RegExp][] = [
    ["nobody", { strategy: "SINGLE", assignees: [] }, "approvers", /nobody does not mean everybody/u],
    [
      "nobody for MULTI, where all of none would be enough",
      { strategy: "MULTI", assignees: [] },
      "approvers",
      /nobody does not mean everybody/u,
    ],
    [
      "FOUR_EYES with one person",
      { strategy: "FOUR_EYES", assignees: users("ann") },
      "approvers",
      /only one person, but strategy FOUR_EYES needs two/u,
    ],
    [
      "FOUR_EYES with two spellings of one person",
      { strategy: "FOUR_EYES", assignees: users("ann", "Ann") },
      "approvers",
      /only one person \(ann and Ann count as one\)/u,
    ],
    [
      "MULTI with two spellings of one person",
      { strategy: "MULTI", assignees: users("ann", "bob", "ANN") },
      "approvers",
      /names ann and ANN, who count as one person/u,
    ],
    [
      "more approvals than people",
      { strategy: "QUORUM", assignees: users("ann", "Ann", "bob"), approvalsRequired: 3 },
      "approvalsRequired",
      /approvalsRequired is 3, but approvers names only 2 different people \(ann and Ann count as one\)/u,
    ],
    [
      "QUORUM without a number",
      { strategy: "QUORUM", assignees: users("ann") },
      "approvalsRequired",
      /approvalsRequired is missing/u,
    ],
    [
      "a number beside another strategy",
      { strategy: "SINGLE", assignees: users("ann"), approvalsRequired: 1 },
      "approvalsRequired",
      /with strategy SINGLE/u,
    ],
  ];
  for (const [sentence, input, field, message] of CASES) {
    test(sentence, () => {
      const compiled = compileStages(input);
      assert.ok(!compiled.ok, "refused");
      const [error, ...others] = compiled.errors;
      assert.equal(error?.field, field);
      assert.match(error?.message ?? "", message);
      assert.deepEqual(others, []);
    });
  }

  test("everything that is wrong, at once", () => {
    const fieldsOf = (input: StagesInput): readonly string[] => {
      const compiled = compileStages(input);
      return compiled.ok ? [] : compiled.errors.map(({ field }) => field);
    };
    assert.deepEqual(fieldsOf({ strategy: "QUORUM", assignees: [] }), ["approvers", "approvalsRequired"]);
    assert.deepEqual(fieldsOf({ strategy: "FOUR_EYES", assignees: users("ann"), approvalsRequired: 2 }), [
      "approvalsRequired",
      "approvers",
    ]);
    assert.deepEqual(fieldsOf({ strategy: "QUORUM", assignees: [], approvalsRequired: 2 }), ["approvers"]);
  });

  for (const approvalsRequired of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    test(`${approvalsRequired} approvals`, () => {
      const compiled = compileStages({ strategy: "QUORUM", assignees: groups("ops"), approvalsRequired });
      assert.ok(!compiled.ok, "refused");
      assert.equal(compiled.errors[0]?.field, "approvalsRequired");
      assert.match(compiled.errors[0].message, /give a whole number of 1 or more/u);
    });
  }
});
