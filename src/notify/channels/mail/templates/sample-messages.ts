import type { Message } from "../../../message.ts";

export interface SampleMessage {
  /** For a file's name. */
  readonly name: string;
  readonly message: Message;
}

type Approval = Message["approval"];

const PAGE = "https://approvals.example.com/approvals/shop-prod/release-shop-web-x7k2p-approve-production";

const APPROVAL: Approval = {
  namespace: "shop-prod",
  name: "release-shop-web-x7k2p-approve-production",
  uid: "0f2f7a4e-5d0a-4f0b-9c55-1d3a3d5a7b11",
  attempt: 1,
  url: PAGE,
  spec: {
    pipeline: "release-shop-web",
    pipelineRun: { name: "release-shop-web-x7k2p", uid: "5d0a4f0b" },
    run: { name: "release-shop-web-x7k2p-approve-production", uid: "4f0b9c55" },
    task: "approve-production",
    title: "Release shop-web 2.14.0 to production",
    description:
      "2.14.0 brings the new address form and 14 fixes. It has been on staging since yesterday 09:10, without new errors.\n\n- Migration 0191_address_lines has already run. It is backwards compatible.\n- The flag address-form stays off after the deployment.\n- To roll back: helm rollback shop-web 87, about 2 minutes.",
    approvers: ["hanna@example.com", "ola@example.com", "mei@example.com", "rafael@example.com"],
    strategy: "SINGLE",
    onReject: "continue",
  },
  startTime: "2026-11-24T12:44:31Z",
  deadline: "2026-11-24T16:30:00Z",
  deadlineOf: "approval",
  waitingFor: "hanna@example.com, ola@example.com, mei@example.com or rafael@example.com",
  votes: [],
};

const FOUR_EYES: Approval = {
  ...APPROVAL,
  spec: { ...APPROVAL.spec, strategy: "FOUR_EYES", retries: 1 },
  waitingFor: "ola@example.com, mei@example.com or rafael@example.com",
  votes: [
    {
      by: "hanna@example.com",
      answer: "approve",
      comment: "Looked at the migration.\nFine with me.",
      time: "2026-11-24T13:02:00Z",
    },
  ],
};

const { waitingFor: _nobody, ...DECIDED } = FOUR_EYES;

function makeMessage(changes: Pick<Message, "kind" | "approval"> & Partial<Message>): Message {
  return {
    key: "sample",
    thread: "sample",
    round: 1,
    recipient: "ola@example.com",
    toNames: ["ola@example.com"],
    ...changes,
  };
}

/** One without anything that can be left out: made by hand, without description and deadline, for groups. */
const LEAST: Approval = {
  namespace: "ci",
  name: "ask",
  uid: "9c551d3a",
  attempt: 1,
  url: PAGE,
  spec: {
    pipeline: "ask",
    run: { name: "ask", uid: "1d3a3d5a" },
    title: "ask",
    groups: ["release-managers", "on-call"],
    strategy: "MULTI",
    onReject: "fail",
  },
  votes: [],
};

/** Messages of every kind, with all that there can be and with the least: to try templates with, and to show what they make. */
export function makeSampleMessages(): readonly SampleMessage[] {
  const link = { url: `${PAGE}?link=sample`, code: "7KQ2-M0XF" };
  const time = "2026-11-24T14:11:09Z";
  const approved = {
    state: "approved",
    reason: "QuorumReached",
    message: "Approved by hanna@example.com and ola@example.com.",
    time,
  } as const;
  const timedOut = {
    state: "timedOut",
    reason: "DeadlinePassed",
    message: "Timed out with 0 of 2 votes.",
    time,
  } as const;
  const second = { by: "ola@example.com", answer: "approve", comment: "", time } as const;
  return [
    { name: "request", message: makeMessage({ kind: "request", approval: APPROVAL }) },
    { name: "request-link", message: makeMessage({ kind: "request", approval: APPROVAL, link }) },
    { name: "request-least", message: makeMessage({ kind: "request", approval: LEAST, toNames: [] }) },
    { name: "secondStep", message: makeMessage({ kind: "secondStep", approval: FOUR_EYES }) },
    {
      name: "outcome",
      message: makeMessage({
        kind: "outcome",
        approval: { ...DECIDED, votes: [...DECIDED.votes, second], decision: approved },
      }),
    },
    {
      name: "outcome-timedOut",
      message: makeMessage({ kind: "outcome", approval: { ...LEAST, decision: timedOut }, toNames: [] }),
    },
  ];
}
