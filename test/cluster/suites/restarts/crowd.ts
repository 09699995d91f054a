// Approvals of several strategies with people who answer them all at once, while something breaks.
import assert from "node:assert/strict";
import type { Answer } from "../../../../src/decision/request.ts";
import type { Values } from "../../../conformance/pipelines.ts";
import type { Arena, Asked } from "../races/arena.ts";
import type { CastVote } from "../races/cast-vote.ts";
import { checkTold, countUnknown, insist } from "./insist.ts";

interface Question {
  readonly params: Values;
  /** They answer in this order, each when the one before has been told. */
  readonly answers: readonly (readonly [by: string, decision: Answer])[];
  readonly end: string;
}

const QUESTIONS: readonly Question[] = [
  { params: { approvers: ["ann", "bob"] }, answers: [["ann", "approve"]], end: "True Approved" },
  { params: { approvers: ["ann", "bob"] }, answers: [["bob", "reject"]], end: "True Rejected" },
  {
    params: { approvers: ["ann", "bob"], strategy: "MULTI" },
    answers: [
      ["ann", "approve"],
      ["bob", "approve"],
    ],
    end: "True Approved",
  },
  {
    params: { approvers: ["ann", "bob"], strategy: "FOUR_EYES" },
    answers: [
      ["bob", "approve"],
      ["ann", "approve"],
    ],
    end: "True Approved",
  },
];

export interface Asking {
  readonly asked: Asked;
  readonly question: Question;
}

/** Asks so many questions, each strategy in turn; resolves when people can answer all of them. */
export async function askAll(arena: Arena, count: number): Promise<readonly Asking[]> {
  return await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const question = QUESTIONS[index % QUESTIONS.length];
      assert.ok(question);
      return { asked: await arena.ask(`question-${index}`, question.params), question };
    }),
  );
}

/** Everybody answers, until each has been told that it is recorded. Gives the tries, by question and person. */
export async function answerAll(
  arena: Arena,
  askings: readonly Asking[],
): Promise<readonly (readonly (readonly CastVote[])[])[]> {
  return await Promise.all(
    askings.map(async ({ asked, question }, index) => {
      const told: (readonly CastVote[])[] = [];
      for (const [by, decision] of question.answers) {
        const replica = index % 2 === 0 ? 0 : 1;
        told.push(await insist(arena, asked.name, { by, decision, replica }));
      }
      return told;
    }),
  );
}

/**
 * Waits until everything has ended as it was answered; asserts that each vote is recorded once and nothing was taken
 * back. Gives how often people were told that it is not known whether their vote is recorded.
 */
export async function checkAll(
  arena: Arena,
  askings: readonly Asking[],
  tries: readonly (readonly (readonly CastVote[])[])[],
): Promise<number> {
  for (const [index, { asked, question }] of askings.entries()) {
    const { run, approval } = await arena.settled(asked);
    const [condition] = run.status?.conditions ?? [];
    assert.equal(`${condition?.status} ${condition?.reason}`, question.end, asked.name);
    for (const ofOne of tries[index] ?? []) checkTold(ofOne, approval);
    assert.equal(approval.status?.votes?.length, question.answers.length, asked.name);
  }
  arena.watch.check();
  return countUnknown(tries.flat(2));
}
