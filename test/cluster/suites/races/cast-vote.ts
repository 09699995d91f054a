// One vote over HTTP, and what its answer obliges the product to.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { ApprovalDetail } from "../../../../src/approvals/approval-view.ts";
import type { ObjectRef } from "../../../../src/kube/kube-api.ts";
import type { ApprovalTask } from "../../../../src/objects/approval/approval-task.ts";
import type { Answer, Problem, Vote } from "../../../conformance/approval-client.ts";
import type { Product } from "../../../conformance/product.ts";
import { signIn } from "../../../kit/suite-auth.ts";

export interface VoteWish {
  readonly by: string;
  readonly decision: Vote["decision"];
  /** Which of the two replicas is asked. */
  readonly replica: 0 | 1;
}

export interface CastVote {
  readonly by: string;
  readonly decision: Vote["decision"];
  /** Different for each vote, so that it is known by it. */
  readonly comment: string;
  readonly taken: boolean;
  readonly answer: Answer<Partial<ApprovalDetail> & Problem & { readonly reason?: string }>;
}

export async function castVote(product: Product, ref: ObjectRef, wish: VoteWish): Promise<CastVote> {
  const { by, decision } = wish;
  const comment = `${by} ${decision} ${randomUUID()}`;
  const { query, headers: signedIn } = signIn(by);
  const url = `${product.url}/api/v1/approvals/${ref.namespace}/${ref.name}/votes${query}`;
  const headers = { ...signedIn, "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ decision, comment }) });
  const text = await response.text();
  // Node itself answers 408 without a body.
  const body = text === "" ? {} : (JSON.parse(text) as CastVote["answer"]["body"]);
  return { by, decision, comment, taken: response.status === 201, answer: { status: response.status, body } };
}

/**
 * Asserts that the vote was taken and shown, or refused: 409 with one of the reasons, or, when they name it, 404; with
 * a sentence that says so.
 */
export function checkAnswer({ taken, comment, answer }: CastVote, reasons: readonly string[]): void {
  const { status, body } = answer;
  if (taken) {
    assert.ok(
      body.votes?.some((vote) => vote.comment === comment),
      "201 shows the vote",
    );
    return;
  }
  const told = JSON.stringify({ status, body });
  assert.ok(status === 409 || (status === 404 && reasons.includes("404")), told);
  if (status === 409) assert.ok(reasons.includes(body.reason ?? ""), told);
  assert.match(body.detail ?? "", /\S/u, told);
}

/** Asserts that a vote that was answered 201 is on record once, and any other not at all. */
export function checkRecord(votes: readonly CastVote[], approval: ApprovalTask): void {
  const recorded = approval.status?.votes ?? [];
  for (const { by, comment, taken, answer } of votes) {
    const found = recorded.filter((vote) => vote.comment === comment);
    assert.equal(
      found.length,
      taken ? 1 : 0,
      `${approval.metadata.name}: ${by} was answered ${answer.status}, and the list of votes is ${JSON.stringify(recorded)}`,
    );
  }
  assert.equal(recorded.length, votes.filter(({ taken }) => taken).length, "no other votes are on record");
}
