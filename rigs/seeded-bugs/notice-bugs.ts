import type { UnitBug } from "./unit-bug.ts";

const OUTBOX = "src/notify/outbox.test.ts";
const WRITES = "src/notify/notice-writes.test.ts";
const FOLLOW = "src/objects/approval/notices/follow-notices.test.ts";
const ANYTHING = "src/notify/at-most-once.test.ts";
const FAILED = "src/controller/note-failed.test.ts";
const NOTICES = "src/controller/notices.test.ts";

/** What would tell people twice, too early, of nothing, or never. */
export const NOTICE_BUGS: readonly UnitBug[] = [
  {
    name: "people are asked before it is known how long they have",
    file: "src/notify/plan-delivery.ts",
    find: "return !areLimitsSettled && ",
    replace: "return areLimitsSettled && ",
    tests: [OUTBOX],
  },
  {
    name: "a notice is sent without a claim on record",
    file: "src/notify/notice-writes.ts",
    find: "await store.write(next)",
    replace: "await store.write(next).catch(() => next)",
    tests: [OUTBOX],
  },
  {
    name: "a claim is written over whatever others wrote first",
    file: "src/notify/notice-writes.ts",
    find: "      before = await store.read(ref);",
    replace: "      return void applied.forEach(({ onWritten }) => onWritten(next));",
    tests: [OUTBOX],
  },
  {
    name: "notices of one approval are in each other's way, and in that of votes",
    file: "src/notify/notice-writes.ts",
    find: "if (waiting !== undefined) return",
    replace: "if (waiting?.length === -1) return",
    tests: [WRITES],
  },
  {
    name: "notices leave no time for votes",
    file: "src/notify/notice-writes.ts",
    find: "tookMs * times",
    replace: "tookMs",
    tests: [WRITES],
  },
  {
    name: "what may have arrived is sent again",
    file: "src/notify/end-of-delivery.ts",
    find: "tried.channel.atLeastOnce ?",
    replace: "tried.nowMs > 0 ?",
    tests: [OUTBOX],
  },
  {
    name: "what somebody claimed who is gone is sent again",
    file: "src/objects/approval/notices/settle-notices.ts",
    find: "if (atLeastOnce)",
    replace: "if (nowMs > 0)",
    tests: [OUTBOX, ANYTHING],
  },
  {
    name: "the outcome is told before the run has ended",
    file: "src/notify/plan-delivery.ts",
    find: "status?.decision === undefined || isRunOver",
    replace: "status !== undefined || isRunOver",
    tests: [OUTBOX],
  },
  {
    name: "a vote that is too old is told when its turn comes",
    file: "src/objects/approval/notices/settle-notices.ts",
    find: "const more = settleNotices(foldEarlier(followDecision(next, nowMs)), rules, nowMs);",
    replace: "const more = { approval: foldEarlier(followDecision(next, nowMs)), ended: [] };",
    tests: [OUTBOX],
  },
  {
    name: "what is too old is never given up",
    file: "src/objects/approval/notices/settle-notices.ts",
    find: "nowMs < endOf(notice, maxAgeMs)",
    replace: "maxAgeMs > 0",
    tests: [OUTBOX],
  },
  {
    name: "people are asked for what is decided",
    file: "src/objects/approval/notices/follow-notices.ts",
    after: "const skipRequests",
    find: "!isDecided && !haveAllVoted(record, told)",
    replace: "nowMs > 0",
    tests: [FOLLOW],
  },
  {
    name: "people are asked for a vote when it is too late",
    file: "src/notify/plan-delivery.ts",
    find: 'judgeApproval(approval, nowMs).state === "pending"',
    replace: "nowMs > 0",
    tests: [OUTBOX],
  },
  {
    name: "the outcome is told to who was never asked",
    file: "src/objects/approval/notices/follow-notices.ts",
    find: "wasAsked(record) ? {",
    replace: "record !== undefined ? {",
    tests: [FOLLOW],
  },
  {
    name: "a webhook that was down at the opening is never told the decision",
    file: "src/objects/approval/notices/follow-notices.ts",
    find: "if (!asksPeople(record)) return true;",
    replace: "",
    tests: [FOLLOW, OUTBOX],
  },
  {
    name: "a webhook hears of the decision before it hears of the request",
    file: "src/objects/approval/notices/list-due.ts",
    find: "isOpen(request);",
    replace: 'request.state === "sending";',
    tests: [OUTBOX],
  },
  {
    name: "whoever comes back late is not heard",
    file: "src/objects/approval/notices/close-notice.ts",
    find: ' || notice.state === "unknown"',
    replace: "",
    tests: [OUTBOX],
  },
  {
    name: "a claim that is somebody else's is closed",
    file: "src/objects/approval/notices/close-notice.ts",
    find: " && token === notice.claim",
    replace: "",
    tests: [OUTBOX],
  },
  {
    name: "what is claimed is claimed again",
    file: "src/objects/approval/notices/list-due.ts",
    find: 'notice?.state !== "waiting" ||',
    replace: 'notice === undefined || !["waiting", "sending"].includes(notice.state) ||',
    tests: [OUTBOX],
  },
  {
    name: "a claim is taken for nobody's while its write is under way",
    file: "src/notify/claims.ts",
    find: "this.#open.add(token);",
    replace: "",
    tests: [OUTBOX],
  },
  {
    name: "work that pauses ends what is sent after it",
    file: "src/controller/dispatcher.ts",
    find: "() => sending.abort(",
    replace: "() => this.#sending.abort(",
    tests: ["src/controller/dispatcher.test.ts"],
  },
  {
    name: "a slow channel holds up the others",
    file: "src/controller/dispatcher.ts",
    find: "queues.set(id, queue);",
    replace: "for (const { id: one } of this.#options.channels) queues.set(one, queue);",
    tests: [NOTICES],
  },
  {
    name: "a personal link goes to a shared address",
    file: "src/notify/build-message.ts",
    find: 'person?.kind !== "user"',
    replace: "person === undefined",
    tests: ["src/notify/build-message.test.ts"],
  },
  {
    name: "an Event shows the address behind a name",
    file: "src/controller/note-failed.ts",
    find: '`${listNames(told, "and")} by ${channel}`',
    replace: "`${recipient} by ${channel}`",
    tests: [FAILED],
  },
  {
    name: "an Event repeats the address that a mail server repeats",
    file: "src/controller/note-failed.ts",
    find: "return cutReply(",
    replace: "return String(",
    tests: [FAILED],
  },
  {
    name: "an Event shows the address that our own words name",
    file: "src/controller/note-failed.ts",
    find: "text.replaceAll(JSON.stringify(recipient), MASK).replaceAll(recipient, MASK)",
    replace: "text",
    tests: [FAILED],
  },
];
