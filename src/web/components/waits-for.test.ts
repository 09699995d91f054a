import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Assignee, Strategy } from "../../decision/request.ts";
import { parseAssignee } from "../../decision/testing/ask.ts";
import { renderWaitsFor } from "./waits-for.ts";

const ANN = parseAssignee("ann");
const BEN = parseAssignee("ben");
const CAT = parseAssignee("cat");
const DAN = parseAssignee("dan");
const DBA = parseAssignee("@dba");

const CASES: readonly (readonly [
  text: string,
  strategy: Strategy,
  waitingFor: readonly Assignee[],
  matches: readonly Assignee[],
])[] = [
  ["nobody", "SINGLE", [], []],
  ["ann", "SINGLE", [ANN], []],
  ["You", "SINGLE", [ANN], [ANN]],
  ["ann or ben", "SINGLE", [ANN, BEN], []],
  ["You or ben", "SINGLE", [ANN, BEN], [ANN]],
  ["You, ben or cat", "SINGLE", [BEN, ANN, CAT], [ANN]],
  ["You or 3 others", "SINGLE", [ANN, BEN, CAT, DAN], [ANN]],
  ["one of 4 people or groups", "SINGLE", [ANN, BEN, CAT, DAN], []],
  ["anyone in dba", "SINGLE", [DBA], []],
  ["You or others in dba", "SINGLE", [DBA], [DBA]],
  ["You, ben or others in dba", "SINGLE", [BEN, DBA], [DBA]],
  ["ann and ben", "MULTI", [ANN, BEN], []],
  ["You and ben", "MULTI", [ANN, BEN], [ANN]],
  ["You", "MULTI", [DBA], [DBA]],
  ["4 people or groups", "MULTI", [ANN, BEN, CAT, DAN], []],
  ["You and 3 others", "MULTI", [ANN, BEN, CAT, DAN], [ANN]],
  ["ann, ben or cat", "QUORUM", [ANN, BEN, CAT], []],
  ["ann or ben", "FOUR_EYES", [ANN, BEN], []],
];

describe("whom an approval waits for", () => {
  for (const [text, strategy, waitingFor, matches] of CASES) {
    it(`reads "${text}" for ${strategy} and ${waitingFor.map(({ name }) => name).join(", ") || "nobody"}`, async () => {
      const html = await renderWaitsFor({ approval: { strategy, waitingFor }, matches });
      assert.equal(html.toString().replaceAll(/<[^>]*>/gu, ""), text);
    });
  }
});
