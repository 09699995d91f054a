// What holds in every world, not only in those somebody thought of.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { admitVote } from "./admit-vote.ts";
import type { Assignee } from "./assignee.ts";
import { compileStages, type StagesInput } from "./compile-stages.ts";
import { decide } from "./decide.ts";
import { type Request, STRATEGIES, type Vote, type Voter } from "./request.ts";
import { parseAssignee } from "./testing/ask.ts";
import { approvalsOf, areEnough, isRejectedBySomebody } from "./testing/oracle.ts";
import type { Verdict } from "./verdict.ts";

const DEADLINE_MS = 1_000;
const USERS = ["ann", "Ann", "bob", "cy", "cy@x"];
const EMAILS = ["cy@x", "bob@x", "CY@X"];
const GROUPS = ["dev", "ops", "qa"];

interface Answer {
  readonly voter: Voter;
  readonly answer: Vote["answer"];
}

const assignees = fc.oneof(
  fc.uniqueArray(fc.constantFrom(...USERS), { minLength: 1, maxLength: 3 }),
  fc.uniqueArray(fc.constantFrom(...GROUPS.map((name) => `@${name}`)), { minLength: 1, maxLength: 3 }),
  fc.uniqueArray(fc.constantFrom("ann", "@dev", "bob", "@ops"), { minLength: 1, maxLength: 3 }),
);

/** What a pipeline asks for, as far as an approval can be opened for it, and the request made of it. */
const asking: fc.Arbitrary<{ readonly input: StagesInput; readonly asked: Request }> = fc
  .tuple(fc.constantFrom(...STRATEGIES), assignees, fc.integer({ min: 1, max: 3 }))
  .map(([strategy, names, number]): StagesInput => {
    const count = strategy === "QUORUM" ? { approvalsRequired: number } : {};
    return { strategy, assignees: names.map(parseAssignee), ...count };
  })
  .map((input) => ({ input, compiled: compileStages(input) }))
  .filter(({ compiled }) => compiled.ok)
  .map(({ input, compiled }) => {
    const stages = compiled.ok ? compiled.value : [];
    return { input, asked: { stages, deadlineMs: DEADLINE_MS } };
  });

const groups = fc.subarray(GROUPS);
const voter: fc.Arbitrary<Voter> = fc.record(
  { name: fc.constantFrom(...USERS, "di", "ａｎｎ"), groups, email: fc.constantFrom(...EMAILS) },
  { requiredKeys: ["name", "groups"] },
);
/** Different people, each in one spelling. */
const people: fc.Arbitrary<readonly Voter[]> = fc.tuple(groups, groups, groups, groups).map((memberships) =>
  ["ann", "bob", "cy", "di"].map((name, index) => ({
    name,
    email: `${name}@x`,
    groups: memberships[index] ?? [],
  })),
);
const answer: fc.Arbitrary<Answer> = fc.record({
  voter,
  answer: fc.constantFrom("approve" as const, "approve" as const, "approve" as const, "reject" as const),
});

/** Any vote at all, also such as no door would write. */
const anyVote: fc.Arbitrary<Vote> = fc.record(
  {
    by: fc.constantFrom(...USERS, "di", "ａｎｎ", ""),
    email: fc.constantFrom(...EMAILS),
    answer: fc.constantFrom("approve" as const, "reject" as const),
    stage: fc.integer({ min: 0, max: 3 }),
    assignees: fc.array(fc.integer({ min: -1, max: 4 }), { maxLength: 4 }),
    timeMs: fc.integer({ min: 0, max: 2 * DEADLINE_MS }),
  },
  { requiredKeys: ["by", "answer", "stage", "assignees", "timeMs"] },
);

/** Casts answers as a door does, in order, all at once. */
function castAll(request: Request, answers: readonly Answer[], timeMs = 0): readonly Vote[] {
  return answers.reduce<readonly Vote[]>((votes, { voter, answer }) => {
    const admitted = admitVote(request, votes, voter, timeMs);
    if (!admitted.ok) return votes;
    const { name: by, groups: _groups, ...account } = voter;
    return [...votes, { by, ...account, answer, timeMs, ...admitted.value }];
  }, []);
}

const approveAll = (voters: readonly Voter[]): readonly Answer[] =>
  voters.map((voter) => ({ voter, answer: "approve" }));

/** A fresh person who could answer for this assignee and for nothing else. */
const personFor = ({ kind, name }: Assignee): Voter =>
  kind === "user" ? { name, groups: [] } : { name: `fresh-${name}`, groups: [name] };

test("the order of approvals by different people does not matter", () => {
  const shuffled = people.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length })),
  );
  fc.assert(
    fc.property(asking, shuffled, ({ asked }, [inOrder, inAnyOrder]) => {
      const [one, other] = [inOrder, inAnyOrder].map((voters) => {
        const { state, responses, waitingFor } = decide(asked, castAll(asked, approveAll(voters)), 0);
        return { state, responses, waitingFor };
      });
      assert.deepEqual(one, other);
    }),
    { numRuns: 500 },
  );
});

test("a terminal verdict stays, whatever is appended", () => {
  const withoutWords = ({ state, reason, responses, stage }: Verdict): unknown => ({
    state,
    reason,
    responses,
    stage,
  });
  fc.assert(
    fc.property(asking, fc.array(answer), fc.array(anyVote), ({ asked }, answers, appended) => {
      const votes = castAll(asked, answers);
      const verdict = decide(asked, votes, DEADLINE_MS);
      assert.notEqual(verdict.state, "pending", "the deadline has passed");
      const late = appended.map((vote) => ({ ...vote, timeMs: vote.timeMs + DEADLINE_MS }));
      assert.deepEqual(decide(asked, [...votes, ...late], 9 * DEADLINE_MS), verdict);
      if (verdict.state !== "timedOut") {
        assert.deepEqual(withoutWords(decide(asked, [...votes, ...appended], 0)), withoutWords(verdict));
      }
      const { state, reason, message } = verdict;
      if (state === "pending") return;
      const recorded = decide({ ...asked, decision: { state, reason, message } }, [...votes, ...appended], 0);
      assert.deepEqual([recorded.state, recorded.reason, recorded.message], [state, reason, message]);
    }),
    { numRuns: 500 },
  );
});

test("approved implies enough different entitled people, and rejected that one of them rejected", () => {
  let approved = 0;
  const votes = fc.tuple(fc.array(answer, { maxLength: 8 }), fc.array(anyVote, { maxLength: 4 }));
  fc.assert(
    fc.property(asking, votes, fc.boolean(), ({ input, asked }, [answers, strays], straysFirst) => {
      const cast = castAll(asked, answers);
      const list = straysFirst ? [...strays, ...cast] : [...cast, ...strays];
      const { state } = decide(asked, list, 0);
      if (state === "approved") assert.ok(areEnough(input, list));
      if (state === "rejected") assert.ok(isRejectedBySomebody(input, list));
      if (state === "approved") approved += 1;
    }),
    { numRuns: 2_000 },
  );
  assert.ok(approved > 200, `the worlds are not all undecided: ${approved} approved`);
});

test("enough different entitled people who approve are enough, in whatever order they come", () => {
  fc.assert(
    fc.property(asking, people, ({ input, asked }, voters) => {
      const { state } = decide(asked, castAll(asked, approveAll(voters)), 0);
      assert.equal(state === "approved", areEnough(input, approvalsOf(input, voters)));
    }),
    { numRuns: 1_000 },
  );
});

test("a stranger's vote never counts, wherever it stands in the list", () => {
  const stray = fc.record({
    vote: anyVote.map(({ email: _email, ...vote }) => ({ ...vote, by: "mallory", timeMs: 0 })),
    at: fc.nat({ max: 8 }),
  });
  fc.assert(
    fc.property(asking, fc.array(answer), fc.array(stray), ({ asked }, answers, strays) => {
      // A group's position is believed, because only the door knew who was in it; a stranger has none.
      const isGroup = (vote: Vote, position: number): boolean =>
        asked.stages[vote.stage - 1]?.assignees[position]?.kind === "group";
      const votes = castAll(asked, answers);
      const list = [...votes];
      for (const { vote, at } of strays) {
        list.splice(at, 0, {
          ...vote,
          assignees: vote.assignees.filter((position) => !isGroup(vote, position)),
        });
      }
      assert.deepEqual(decide(asked, list, 0), decide(asked, votes, 0));
    }),
  );
});

test("whoever is waited for could answer, and who is not could not", () => {
  fc.assert(
    fc.property(asking, fc.array(answer, { maxLength: 5 }), ({ asked }, answers) => {
      const votes = castAll(asked, answers);
      const verdict = decide(asked, votes, 0);
      const { assignees: named = [] } = asked.stages[verdict.stage - 1] ?? {};
      for (const assignee of named) {
        const admitted = admitVote(asked, votes, personFor(assignee), 0);
        assert.equal(admitted.ok, verdict.waitingFor.includes(assignee), `${assignee.kind} ${assignee.name}`);
      }
    }),
  );
});

test("what is admitted counts", () => {
  fc.assert(
    fc.property(asking, fc.array(answer), ({ asked }, answers) => {
      const votes = castAll(asked, answers);
      assert.equal(decide(asked, votes, 0).responses.received, votes.length);
    }),
  );
});
