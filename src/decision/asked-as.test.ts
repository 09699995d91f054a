// Which assignee is which person: by name, verified address or group, letter for letter after NFC.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { admitVote } from "./admit-vote.ts";
import { decide } from "./decide.ts";
import { confirmPositions, findPositions } from "./entitlement.ts";
import { MATCHED, type MatchRules, type Vote, type Voter } from "./request.ts";
import { ask } from "./testing/ask.ts";

const ann: Voter = { name: "ann", email: "ann@a.example", groups: ["dev"] };
const MEANS = { name: "ann", email: "ann@a.example", group: "@dev" } as const;

function isAskedBy(assignee: string, voter: Voter): boolean {
  return findPositions({ assignees: ask("SINGLE", assignee).stages[0]?.assignees ?? [] }, voter).length > 0;
}

/** The voter's own vote for the first stage, as it is recorded. */
function voteOf({ name, groups: _groups, match: _match, ...account }: Voter): Vote {
  return { by: name, ...account, answer: "approve", stage: 1, assignees: [0], timeMs: 0 };
}

describe("somebody is asked", () => {
  for (const means of MATCHED) {
    test(`by ${means}, unless the settings leave it out`, () => {
      assert.ok(isAskedBy(MEANS[means], ann));
      for (const by of [[means], MATCHED]) {
        assert.ok(isAskedBy(MEANS[means], { ...ann, match: { by, emailCase: "exact" } }));
      }
      const by = MATCHED.filter((one) => one !== means);
      assert.ok(!isAskedBy(MEANS[means], { ...ann, match: { by, emailCase: "fold" } }));
    });
  }

  test("by nothing without a name", () => {
    const nobody = { ...ann, name: "\u200B " };
    for (const assignee of Object.values(MEANS)) assert.ok(!isAskedBy(assignee, nobody));
    assert.deepEqual(confirmPositions(oneOf("ann@a.example"), voteOf(nobody)), []);
  });

  test("by a user's name that is a group of theirs, or by a group that is their name or address, never", () => {
    for (const assignee of ["dev", "@ann", "@ann@a.example"]) assert.ok(!isAskedBy(assignee, ann), assignee);
  });
});

function oneOf(assignee: string) {
  const [stage] = ask("SINGLE", assignee).stages;
  assert.ok(stage !== undefined);
  return stage;
}

/** Of each, the two are not one name, however much they look it. */
const CONFUSABLE: readonly (readonly [sentence: string, asked: string, known: string])[] = [
  ["case", "ann@a.example", "Ann@a.example"],
  ["a Cyrillic a", "ann@a.example", "\u0430nn@a.example"],
  ["a full-width letter", "ann@a.example", "\uFF41nn@a.example"],
  ["the Kelvin sign", "kim@a.example", "\u212Aim@a.example"],
  ["a dotless i", "irma@a.example", "\u0131rma@a.example"],
  ["a long s", "sam@a.example", "\u017Fam@a.example"],
  ["an I with a dot", "\u0130rma@a.example", "irma@a.example"],
  ["a zero-width space", "ann@a.example", "an\u200Bn@a.example"],
  ["a soft hyphen", "ann@a.example", "an\u00ADn@a.example"],
  ["a no-break space", "ann@a.example", "ann@a.example\u00A0"],
  ["another dot", "ann@a.example", "ann@a\u3002example"],
  ["an ideographic @", "ann@a.example", "ann\uFF20a.example"],
  ["a punycode domain", "ann@b\u00FCcher.example", "ann@xn--bcher-kva.example"],
  ["a ligature", "fiona@a.example", "\uFB01ona@a.example"],
  ["a Greek omicron", "bob@a.example", "b\u03BFb@a.example"],
  ["a mark that is on another letter", "ren\u00E9@a.example", "re\u0301ne@a.example"],
  ["right-to-left marks", "ann@a.example", "\u202Eann@a.example"],
  ["a plus address", "ann@a.example", "ann+x@a.example"],
  ["dots that some providers leave out", "annlee@a.example", "ann.lee@a.example"],
  ["a second @", "ann@a.example", "ann@a.example@b.example"],
];

/** In NFC the Kelvin sign is `K`; `parseName` takes no name that has it. */
const EQUAL_IN_NFC_AND_CASE = new Set(["case", "the Kelvin sign"]);

describe("nobody is taken for another", () => {
  for (const [sentence, asked, known] of CONFUSABLE) {
    test(`for ${sentence}, in a name, an address or a group, whichever of the two is asked`, () => {
      for (const [one, other] of [
        [asked, known],
        [known, asked],
      ] as const) {
        const voter = { name: other, email: other, groups: [other] };
        assert.ok(!isAskedBy(one, voter));
        assert.ok(!isAskedBy(`@${one}`, voter));
        assert.deepEqual(confirmPositions(oneOf(one), voteOf({ ...voter, email: "" })), []);
      }
    });
  }

  test("but one in NFC and one in NFD are the same", () => {
    const [composed, decomposed] = ["ren\u00E9@a.example", "rene\u0301@a.example"];
    for (const [one, other] of [
      [composed, decomposed],
      [decomposed, composed],
    ] as const) {
      assert.ok(isAskedBy(one, { name: "r", email: other, groups: [] }));
      assert.ok(isAskedBy(one, { name: other, groups: [] }));
      assert.ok(isAskedBy(`@${one}`, { name: "r", groups: [other] }));
    }
  });
});

describe("where case does not count in addresses", () => {
  const fold: MatchRules = { by: MATCHED, emailCase: "fold" };

  test("it does not for the letters a to z, either way, and a vote so admitted counts", () => {
    for (const [asked, email] of [
      ["Ann.Lee@A.Example", "ann.lee@a.example"],
      ["ann.lee@a.example", "ANN.LEE@A.EXAMPLE"],
      ["ann.lee@a.example", "ann.lee@a.example"],
      ["R\u00E9ne@a.example", "re\u0301ne@a.example"],
    ] as const) {
      const voter = { name: "al", email, groups: [], match: fold };
      const request = ask("SINGLE", asked);
      const admitted = admitVote(request, [], voter, 0);
      assert.ok(admitted.ok, asked);
      assert.equal(decide(request, [voteOf(voter)], 0).state, "approved", "also when it is tallied");
    }
  });

  for (const [sentence, asked, known] of CONFUSABLE.filter(([what]) => !EQUAL_IN_NFC_AND_CASE.has(what))) {
    test(`two stay two for ${sentence}`, () => {
      assert.ok(!isAskedBy(asked, { name: "x", email: known, groups: [], match: fold }));
      assert.ok(!isAskedBy(known, { name: "x", email: asked, groups: [], match: fold }));
    });
  }

  test("it does in names and groups", () => {
    const voter = { name: "Ann@a.example", groups: ["Dev"], match: fold };
    assert.ok(!isAskedBy("ann@a.example", voter));
    assert.ok(!isAskedBy("@dev", voter));
  });
});

test("what was taken by rules that hold no more still counts, and a position that no name fits never does", () => {
  const request = ask("SINGLE", "Ann@A.example");
  const vote = voteOf({ name: "al", email: "ann@a.example", groups: [] });
  assert.equal(decide(request, [vote], 0).state, "approved");
  const { email: _none, ...without } = vote;
  assert.equal(decide(request, [without], 0).state, "pending");
  assert.equal(decide(request, [{ ...vote, email: "eve@a.example" }], 0).state, "pending");
});

test("who is named by name and by address and has voted leaves nobody to wait for", () => {
  const request = ask("MULTI", "ann ann@a.example");
  const admitted = admitVote(request, [], ann, 0);
  assert.deepEqual(admitted, { ok: true, value: { stage: 1, assignees: [0, 1] } });
  const { state, waitingFor, message } = decide(request, [{ ...voteOf(ann), assignees: [0, 1] }], 0);
  assert.deepEqual([state, waitingFor], ["pending", []]);
  assert.equal(message, "Nobody is left who could vote: 1 of 2 votes.");
});
