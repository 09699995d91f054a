import { makeNotice, makeNoticeRecord } from "../kit/make-notice.ts";
import type { NoticeRecord } from "../../src/objects/approval/notice.ts";
import type { ApprovalChanges } from "../kit/web/build-approval.ts";

const ADDRESS = "a.very.long.name.of.somebody.who.is.asked@mail.northlight.example";
const LATER = {
  state: "waiting",
  tries: 3,
  error: "451 4.3.0 The mail server of northlight.example is being restarted",
  nextTry: "2026-11-24T14:07:00Z",
} as const;

const MAILS: readonly NoticeRecord[] = [
  makeNotice(),
  makeNotice(LATER),
  makeNotice({ state: "unknown", error: "the connection broke after the mail was sent" }),
].map((request, position) =>
  makeNoticeRecord({
    recipient: position === 0 ? ADDRESS : `person-${position}@northlight.example`,
    assignees: [position],
    request,
  }),
);

const CHANNELS: readonly NoticeRecord[] = [
  makeNoticeRecord({
    channel: "slack/releases",
    request: makeNotice({ state: "failed", error: "429 Too Many Requests" }),
  }),
  makeNoticeRecord({
    channel: "teams/mychannel",
    request: makeNotice({
      state: "skipped",
      tries: 0,
      error: "`mychannel` is not configured; add `channels.teams.mychannel`",
    }),
  }),
  makeNoticeRecord({
    channel: "webhook/audit",
    request: makeNotice({ askedBy: "Hanna Lindqvist", round: 2 }),
  }),
];

export const TOLD_PATH = "/approvals/shop-prod/release-told";

/** Asks three people, and each way to tell them has gone otherwise. */
export const TOLD: ApprovalChanges = {
  name: "release-told",
  pipelineRun: "release-told",
  approvers: ["Hanna Lindqvist", "Tomasz Wójcik", "Amara Okafor"],
  notices: [...MAILS, ...CHANNELS],
};

/** The same once it is decided, and everybody was told of that. */
export const TOLD_DECIDED: ApprovalChanges = {
  ...TOLD,
  votes: [{ by: "Amara Okafor", time: "2026-11-24T13:58:00Z" }],
  notices: [...MAILS, ...CHANNELS].map((record) => ({
    ...record,
    outcome: makeNotice({ time: "2026-11-24T13:58:02Z", since: "2026-11-24T13:58:00Z" }),
  })),
};

const CROWD = Array.from({ length: 100 }, (_, index) => `Approver ${index + 1}`);

/** As many messages as there may be. */
export const TOLD_OFTEN: ApprovalChanges = {
  ...TOLD,
  approvers: ["Hanna Lindqvist", ...CROWD.slice(1)],
  notices: Array.from({ length: 200 }, (_, index) =>
    makeNoticeRecord({
      recipient: `person-${index}@northlight.example`,
      assignees: [index % 100],
      request: makeNotice(index % 40 === 0 ? LATER : {}),
    }),
  ),
};
