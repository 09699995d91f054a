import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import type { ResultsInput } from "../dialect.ts";
import { buildResults } from "./results.ts";

type Voted = ResultsInput["votes"][number];

const approve = (by: string, comment = ""): Voted => ({ by, decision: "approve", comment });
const reject = (by: string, comment = ""): Voted => ({ by, decision: "reject", comment });

function resultsOf(approved: boolean, ...votes: Voted[]): Record<string, string> {
  return Object.fromEntries(buildResults({ approved, votes }).map(({ name, value }) => [name, value]));
}

function decodeAll(joined: string | undefined): readonly string[] {
  return (joined ?? "").split("|").map((value) => Buffer.from(value, "base64").toString("utf8"));
}

const NAMES = [
  "decision",
  "comment",
  "approvedBy",
  "rejectedBy",
  "commentBase64",
  "approvedByBase64",
  "rejectedByBase64",
];

describe("results", () => {
  test("are all there, with nothing in them, when nobody voted", () => {
    assert.deepEqual(
      buildResults({ approved: false, votes: [] }),
      NAMES.map((name) => ({ name, value: name === "decision" ? "false" : "" })),
    );
  });

  test("join names and comments in the order of votes", () => {
    const results = resultsOf(true, approve("john", "ok john"), approve("mary", "ok mary"));
    assert.equal(results["decision"], "true");
    assert.equal(results["comment"], "ok john|ok mary");
    assert.equal(results["approvedBy"], "john|mary");
    assert.equal(results["rejectedBy"], "");
  });

  test("keep the first approver after a rejection", () => {
    const results = resultsOf(false, approve("ann", "fine"), reject("bob", "not today"));
    assert.deepEqual(
      [results["decision"], results["approvedBy"], results["rejectedBy"], results["comment"]],
      ["false", "ann", "bob", "fine|not today"],
    );
  });

  test("leave out empty comments", () => {
    const results = resultsOf(true, approve("ann"), approve("bob", " \n"), approve("cy", "ok"));
    assert.equal(results["comment"], "ok");
    assert.deepEqual(decodeAll(results["commentBase64"]), ["ok"]);
  });

  test("hold a harmless text, and the exact one as base64", () => {
    const results = resultsOf(true, approve("o'neil|x", '["$(id)"]\n'));
    assert.equal(results["comment"], "_ˮ__id_ˮ_");
    assert.equal(results["approvedBy"], "oʼneil_x");
    assert.deepEqual(decodeAll(results["commentBase64"]), ['["$(id)"]\n']);
    assert.deepEqual(decodeAll(results["approvedByBase64"]), ["o'neil|x"]);
  });

  test("end at the last whole value that fits, then say that more were left out", () => {
    const comment = "x".repeat(1_000);
    const votes = Array.from({ length: 20 }, (_, number) => approve(`user-${number}`, comment));
    const results = resultsOf(true, ...votes);
    // 16 values and 15 joints are 16,015 characters; a 17th would be over 16,384.
    assert.equal(results["comment"], `${Array.from({ length: 16 }, () => comment).join("|")}…`);
    assert.equal(results["commentBase64"]?.split("|").length, 20);
  });

  test("take a value that fits to the last character", () => {
    const votes = Array.from({ length: 15 }, () => approve("ann", "x".repeat(1_023)));
    const exact = resultsOf(true, ...votes, approve("bob", "y".repeat(1_024)))["comment"] ?? "";
    assert.equal(exact.length, 16_384);
    assert.ok(exact.endsWith("y"));
    const over = resultsOf(true, ...votes, approve("bob", "y".repeat(1_022)), approve("cy", "zz"));
    assert.ok(over["comment"]?.endsWith("y…"));
  });

  test("are strings within bounds that are never a JSON array, whatever people write", () => {
    const comment = fc.oneof(
      fc.json(),
      fc.string({ unit: "binary", maxLength: 2_000 }),
      fc.constant('["x","y"]'),
    );
    const vote = fc.record({
      by: fc.string({ minLength: 1, unit: "binary" }),
      decision: fc.constantFrom("approve" as const, "reject" as const),
      comment,
    });
    fc.assert(
      fc.property(fc.boolean(), fc.array(vote, { maxLength: 30 }), (approved, votes) => {
        const results = resultsOf(approved, ...votes);
        assert.deepEqual(Object.keys(results), NAMES);
        for (const [name, value] of Object.entries(results)) {
          assert.ok(value.length <= (name.endsWith("Base64") ? 65_537 : 2 * 16_385), name);
          assert.doesNotMatch(value, /^\s*\[/u);
        }
        const written = votes.map((one) => one.comment.toWellFormed()).filter((text) => text.trim() !== "");
        if (written.length > 0) assert.deepEqual(decodeAll(results["commentBase64"]), written);
      }),
    );
  });
});
