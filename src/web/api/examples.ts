// What an answer looks like, for people who read the description. A test holds each against its schema.
import { MASK } from "../../std/mask.ts";
import { PROBLEMS, type ProblemKind } from "../problems/http-problem.ts";

const ORIGIN = "https://approvals.example";
const PATH = "/approvals/shop/release-7k2vd-approve";

export const VOTE_EXAMPLE = { decision: "approve", comment: "ship it" };

const DIGEST = "sha256:3f1c5b0e8c5f4a7d9b2e6a1d0c4f8e7b5a3d2c1b0a9f8e7d6c5b4a3f2e1d0c9b";

const MARY = { kind: "user", name: "mary" };
const JOHN = { kind: "user", name: "john" };

/** While people are asked. */
export const APPROVAL_EXAMPLE = {
  namespace: "shop",
  name: "release-7k2vd-approve",
  uid: "5c0a9f64-6c1e-4d0e-8d55-0d3f0f7f2a11",
  pipeline: "release",
  pipelineRun: "release-7k2vd",
  pipelineRunStanding: "verified",
  task: "approve",
  title: "Release 1.4 to production",
  description: "Changes since 1.3: *two*.",
  strategy: "SINGLE",
  onReject: "continue",
  digest: DIGEST,
  state: "pending",
  reason: "WaitingForVotes",
  message: "Waiting for mary or john: 0 of 1 vote.",
  responses: { received: 0, required: 1 },
  assignees: [MARY, JOHN],
  waitingFor: [MARY, JOHN],
  groupsReplacedApprovers: false,
  replacedApprovers: [],
  stages: 1,
  stage: 1,
  attempt: 1,
  attempts: 1,
  votes: [],
  openedAt: "2026-11-24T10:00:00Z",
  deadline: "2026-11-24T11:00:00Z",
  deadlineOf: "approval",
  dueFrom: "2026-11-24T10:45:00Z",
  decidedAt: null,
  cancellation: null,
  results: null,
  url: `${ORIGIN}${PATH}`,
};

/** A message that an admin may send again. */
export const NOTICE_EXAMPLE = {
  kind: "request",
  channel: "mail",
  to: [JOHN],
  recipient: "john@shop.example",
  state: "failed",
  round: 1,
  tries: 1,
  time: "2026-11-24T10:00:02Z",
  nextTry: null,
  error: "550 5.1.1 No such mailbox",
  askedBy: null,
  lost: 0,
  key: "0b5f1d9e7c3a8246f1e0d9c8b7a6958473625140f3e2d1c0b9a8978675645342",
};

export const DETAIL_EXAMPLE = {
  ...APPROVAL_EXAMPLE,
  runParameters: [
    { name: "version", value: "1.4", masked: false },
    { name: "registry-token", value: MASK, masked: true },
  ],
  pipelineRunVerified: true,
  earlierVotes: [],
  earlierNotices: null,
  notices: [
    {
      ...NOTICE_EXAMPLE,
      to: [MARY],
      recipient: null,
      state: "sent",
      error: null,
      key: null,
    },
  ],
  outlook: { prospect: "goesOn", onError: "stopAndFail", others: { total: 0, waiting: 0, failed: 0 } },
  resourceVersion: "48213",
};

export const DECIDED_EXAMPLE = {
  ...APPROVAL_EXAMPLE,
  state: "approved",
  reason: "QuorumReached",
  message: "Approved by mary.",
  responses: { received: 1, required: 1 },
  waitingFor: [],
  votes: [
    {
      by: "mary",
      decision: "approve",
      comment: "ship it",
      time: "2026-11-24T10:05:00Z",
      via: "api",
      issuer: "https://login.example",
      subject: "mary",
      stage: 1,
    },
  ],
  decidedAt: "2026-11-24T10:05:00Z",
  results: { decision: "true", comment: "ship it", approvedBy: "mary", rejectedBy: "" },
};

export const CANCEL_EXAMPLE = { reason: "1.4 has a fault; 1.5 is on its way" };

export const CANCELLED_EXAMPLE = {
  ...APPROVAL_EXAMPLE,
  state: "cancelled",
  reason: "CancelledByPerson",
  message: `Cancelled by ines: “${CANCEL_EXAMPLE.reason}”.`,
  waitingFor: [],
  decidedAt: "2026-11-24T10:05:00Z",
  cancellation: {
    by: "ines",
    issuer: "https://login.example",
    subject: "ines",
    reason: CANCEL_EXAMPLE.reason,
    via: "api",
  },
  results: { decision: "false", comment: "", approvedBy: "", rejectedBy: "" },
};

export const PAGE_EXAMPLE = { items: [APPROVAL_EXAMPLE], next: null, total: 1 };

/** A refusal of a request for the approval of the other examples, or its votes. */
export function problemExample(
  kind: ProblemKind,
  detail: string,
  more: object = {},
  below: "/votes" | "/cancel" | "/notices" = "/votes",
): object {
  const { status, title } = PROBLEMS[kind];
  const instance = `/api/v1${PATH}${kind === "not-found" ? "" : below}`;
  return { type: `${ORIGIN}/api#${kind}`, title, status, detail, instance, ...more };
}
