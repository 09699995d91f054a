// The largest requests that are opened.
import type { CustomRun } from "../../src/objects/run/custom-run.ts";
import { readParameters } from "../../src/objects/dialects/automatiko/read-parameters.ts";
import { makeLargestName } from "./largest-votes.ts";
import { makeReferringRun } from "./make-run.ts";

/** Parameters and retries of a run. */
export interface LargestRequest {
  readonly params: Readonly<Record<string, unknown>>;
  readonly retries: number;
}

const BOUND = { description: 16_384, assignees: 100, votes: 256 };

const makeNames = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, number) => makeLargestName(number));

/** Each in its way as large as is taken: with so many groups, or so long a description, that one more is refused. */
export const LARGEST_REQUESTS: Readonly<Record<string, LargestRequest>> = {
  "256 votes for one group": growDescription({
    params: { groups: makeNames(1), approvalsRequired: BOUND.votes, notifyOnSlack: "<".repeat(1_024) },
    retries: 0,
  }),
  "256 votes for as many groups as there is room for": growGroups({
    params: { approvalsRequired: BOUND.votes },
    retries: 0,
  }),
  "an answer of each of 100 groups, twice": growDescription({
    params: { groups: makeNames(100), approvers: makeNames(100), strategy: "MULTI" },
    retries: 1,
  }),
  "an answer of each of 100 users, twice": growDescription({
    params: { approvers: makeNames(100), strategy: "MULTI" },
    retries: 1,
  }),
  "four eyes of 100 groups, 201 times": growDescription({
    params: { groups: makeNames(100), approvers: makeNames(100), strategy: "FOUR_EYES" },
    retries: 200,
  }),
};

/** The run that asks for it. */
export function makeLargestRun({ params, retries }: LargestRequest): CustomRun {
  return makeReferringRun(params, { retries, timeout: "1h" });
}

function growDescription(request: LargestRequest): LargestRequest {
  return growWhileTaken(BOUND.description, (length) => ({
    ...request,
    params: { ...request.params, description: "<".repeat(length) },
  }));
}

function growGroups(request: LargestRequest): LargestRequest {
  return growWhileTaken(BOUND.assignees, (count) => ({
    ...request,
    params: { ...request.params, groups: makeNames(Math.max(1, count)) },
  }));
}

/** The largest of these that is taken; the smallest must be. */
function growWhileTaken(most: number, make: (size: number) => LargestRequest): LargestRequest {
  let taken = 0;
  let refused = most + 1;
  while (refused - taken > 1) {
    const middle = Math.floor((taken + refused) / 2);
    if (readParameters(makeLargestRun(make(middle))).ok) taken = middle;
    else refused = middle;
  }
  return make(taken);
}
