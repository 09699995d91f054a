// Builds requests and casts votes from short texts, so that a test reads as a story.
import assert from "node:assert/strict";
import { admitVote } from "../admit-vote.ts";
import type { Assignee } from "../assignee.ts";
import { compileStages } from "../compile-stages.ts";
import type { Request, Strategy, Vote, Voter } from "../request.ts";
import type { VoteRefusal } from "../verdict.ts";

/** `ann` is a user, `@ops` a group. */
export function parseAssignee(text: string): Assignee {
  return text.startsWith("@") ? { kind: "group", name: text.slice(1) } : { kind: "user", name: text };
}

/** `ask("MULTI", "ann @ops")`, `ask("QUORUM 2", "ann bob cy")`. */
export function ask(strategy: string, assignees: string, deadlineMs?: number): Request {
  const [name = "", number] = strategy.split(" ");
  const compiled = compileStages({
    strategy: name as Strategy,
    assignees: assignees.split(" ").filter(Boolean).map(parseAssignee),
    ...(number === undefined ? {} : { approvalsRequired: Number(number) }),
  });
  assert.ok(compiled.ok, `${strategy} of ${assignees} makes stages`);
  return { stages: compiled.value, ...(deadlineMs === undefined ? {} : { deadlineMs }) };
}

export interface Cast {
  readonly votes: readonly Vote[];
  /** By text of the vote that was not taken. */
  readonly refused: Readonly<Record<string, VoteRefusal>>;
}

/** `ann+` approves as ann, `bob@ops@dev-` rejects as bob of ops and dev. */
export function parseVote(text: string): { readonly voter: Voter; readonly answer: Vote["answer"] } {
  const [name = "", ...groups] = text.slice(0, -1).split("@");
  return { voter: { name, groups }, answer: text.endsWith("+") ? "approve" : "reject" };
}

/** Casts votes as a door does: one is recorded only if it is admitted. The first is cast at `startMs`, each next 1 ms later. */
export function cast(request: Request, texts: string, startMs = 0): Cast {
  let votes: readonly Vote[] = [];
  const refused: Record<string, VoteRefusal> = {};
  for (const [index, text] of texts.split(" ").filter(Boolean).entries()) {
    const { voter, answer } = parseVote(text);
    const timeMs = startMs + index;
    const admitted = admitVote(request, votes, voter, timeMs);
    if (admitted.ok) votes = [...votes, { by: voter.name, answer, timeMs, ...admitted.value }];
    else refused[text] = admitted.error;
  }
  return { votes, refused };
}
