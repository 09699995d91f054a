// Who one is (two votes are by two people only if accounts, names and addresses differ), in every strategy that counts people.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { admitVote } from "./admit-vote.ts";
import { decide } from "./decide.ts";
import type { Request, Vote, Voter } from "./request.ts";
import { ask } from "./testing/ask.ts";

type Account = Pick<Voter, "name" | "issuer" | "subject" | "email">;

const GROUPS = ["dev", "ops"];
/** Two answers are needed in each, and anybody in the groups may give either. */
const REQUESTS: readonly (readonly [strategy: string, request: Request])[] = [
  ["FOUR_EYES", ask("FOUR_EYES", "@dev @ops")],
  ["QUORUM", ask("QUORUM 2", "@dev @ops")],
  ["MULTI", ask("MULTI", "@dev @ops")],
];

const ONE_PERSON: readonly (readonly [sentence: string, one: Account, other: Account])[] = [
  ["one name by two issuers", { name: "ann", issuer: "open" }, { name: "ann", issuer: "company" }],
  [
    "one name by two issuers, which call the account differently",
    { name: "ann", issuer: "company", subject: "17" },
    { name: "ann", issuer: "partner", subject: "a-4" },
  ],
  [
    "another spelling of the name by another issuer",
    { name: "ann", issuer: "company", subject: "17" },
    { name: "Ann", issuer: "partner", subject: "a-4" },
  ],
  [
    "one account under two names",
    { name: "ann", issuer: "company", subject: "17" },
    { name: "ann.married", issuer: "company", subject: "17" },
  ],
  [
    "one account under two names, once without its subject, which is then the name",
    { name: "ann", issuer: "company" },
    { name: "anna", issuer: "company", subject: "ann" },
  ],
  [
    "one name with two accounts of one issuer",
    { name: "ann", issuer: "company", subject: "17" },
    { name: "ann", issuer: "company", subject: "18" },
  ],
  ["one name, once by nobody knows which issuer", { name: "ann" }, { name: "ann", issuer: "company" }],
  [
    "one address by two issuers, with all else different",
    { name: "ann", issuer: "company", subject: "17", email: "ann@a.example" },
    { name: "al", issuer: "partner", subject: "a-4", email: "ann@a.example" },
  ],
  [
    "one address in two spellings",
    { name: "ann", issuer: "company", subject: "17", email: "ann@a.example" },
    { name: "al", issuer: "partner", subject: "a-4", email: "ＡＮＮ@a.example" },
  ],
  [
    "the address of one as the name of the other",
    { name: "ann", issuer: "company", subject: "17", email: "ann@a.example" },
    { name: "Ann@a.example", issuer: "proxy" },
  ],
  [
    "one account, once with another name and another address",
    { name: "ann", issuer: "company", subject: "17", email: "ann@a.example" },
    { name: "ann.married", issuer: "company", subject: "17", email: "ann.married@a.example" },
  ],
];

const TWO_PEOPLE: readonly (readonly [sentence: string, one: Account, other: Account])[] = [
  [
    "two accounts with two names",
    { name: "ann", issuer: "company", subject: "17" },
    { name: "bob", issuer: "company", subject: "18" },
  ],
  [
    "two names whose issuers happen to give the same subject",
    { name: "ann", issuer: "company", subject: "1" },
    { name: "bob", issuer: "partner", subject: "1" },
  ],
  ["two names of which nothing else is known", { name: "ann" }, { name: "bob" }],
  [
    "two addresses with the same subject of two issuers",
    { name: "ann", issuer: "company", subject: "1", email: "ann@a.example" },
    { name: "bob", issuer: "partner", subject: "1", email: "bob@a.example" },
  ],
  [
    "two names of which one has an address",
    { name: "ann", issuer: "company", subject: "17", email: "ann@a.example" },
    { name: "bob", issuer: "company", subject: "18" },
  ],
  [
    "an issuer and a subject that run together as another's",
    { name: "ann", issuer: "a", subject: "bc" },
    { name: "bob", issuer: "ab", subject: "c" },
  ],
];

function voteOf({ name, ...account }: Account, stage: number): Vote {
  return { by: name, ...account, answer: "approve", stage, assignees: [0, 1], timeMs: 0 };
}

for (const [strategy, request] of REQUESTS) {
  const stages = request.stages.length;
  describe(strategy, () => {
    for (const [sentence, one, other] of ONE_PERSON) {
      test(`one person: ${sentence}`, () => {
        for (const [first, second] of [
          [one, other],
          [other, one],
        ] as const) {
          const votes = [voteOf(first, 1)];
          const admitted = admitVote(request, votes, { ...second, groups: GROUPS }, 1);
          const refusal = stages === 2 ? "VotedInEarlierStage" : "AlreadyVoted";
          assert.deepEqual(admitted, { ok: false, error: refusal });
          const both = decide(request, [...votes, voteOf(second, stages)], 1);
          assert.equal(both.state, "pending", "also when both are on record");
          assert.equal(both.responses.received, 1);
        }
      });
    }

    for (const [sentence, one, other] of TWO_PEOPLE) {
      test(`two people: ${sentence}`, () => {
        const votes = [voteOf(one, 1)];
        assert.ok(admitVote(request, votes, { ...other, groups: GROUPS }, 1).ok);
        assert.equal(decide(request, [...votes, voteOf(other, stages)], 1).state, "approved");
      });
    }
  });
}
