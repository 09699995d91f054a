import type { UnitBug } from "./unit-bug.ts";

const QUEUE = "src/approvals/queue-vote.test.ts";
const PLAN = "src/controller/plan.test.ts";
const CONTROLLER = "src/controller/{gather,controller}.test.ts";
const ENGINE = "src/decision/*.test.ts";
const OBJECTS = "src/objects/**/*.test.ts";

/** In the engine, in the objects it judges, and in the small things that both stand on. */
export const ENGINE_BUGS: readonly UnitBug[] = [
  {
    name: "approvals are keyed by name and not by UID",
    file: "src/objects/approval/is-own-approval.ts",
    find: "owner.uid === uid && askingUidOf(approval) === uid &&",
    replace: "",
    tests: [CONTROLLER],
  },
  {
    name: "entries are counted instead of people",
    file: "src/decision/identify-person.ts",
    find: "let key = name;",
    replace: 'let key = name; if (key !== "") return key;',
    tests: [ENGINE],
  },
  {
    name: "the deadline is looked at before the recorded decision",
    file: "src/decision/decide.ts",
    find: "[isRecorded,",
    replace: "[isTimedOut, isRecorded,",
    tests: [PLAN, ENGINE],
  },
  {
    name: "a cancel wins over votes that were complete",
    file: "src/decision/decide.ts",
    find: "[isRecorded,",
    replace: "[isRecorded, isCancelled,",
    tests: [ENGINE],
  },
  {
    name: "times have milliseconds",
    file: "src/std/clock.ts",
    find: ".slice(0, 19)}Z",
    replace: "}",
    tests: [OBJECTS],
  },
  {
    name: "the condition Succeeded is not first",
    file: "src/objects/run/run-status.ts",
    find: "buildCondition(run, outcome, now), ...listOtherConditions(run)",
    replace: "...listOtherConditions(run), buildCondition(run, outcome, now)",
    tests: [OBJECTS],
  },
  {
    name: "a run that has ended is written again when it is cancelled",
    file: "src/objects/run/run-status.ts",
    find: "if (isRunDone(run)) return",
    replace: "if (false) return",
    tests: [OBJECTS],
  },
  {
    name: "one person's many votes are served before the next person's first",
    file: "src/std/fair-lines.ts",
    find: "&& lines.delete(served)",
    replace: "",
    tests: [QUEUE, "src/std/fair-lines.test.ts"],
  },
  {
    name: "one account under two names is two people",
    file: "src/decision/identify-person.ts",
    find: "|| (one.account !== undefined && one.account === other.account)",
    replace: "",
    tests: [ENGINE],
  },
  {
    name: "one name by two issuers is two people",
    file: "src/decision/identify-person.ts",
    find: "one.name === other.name",
    replace: "(one.name === other.name && one.account === other.account)",
    tests: [ENGINE],
  },
  {
    name: "the same person may be both of four eyes",
    file: "src/decision/tally.ts",
    find: "hasVotedEarlier, isAnswered]",
    replace: "isAnswered]",
    tests: [ENGINE],
  },
  {
    name: "a stranger's vote counts",
    file: "src/decision/tally.ts",
    find: "[isStranger, hasVoted,",
    replace: "[hasVoted,",
    tests: [ENGINE],
  },
  {
    name: "stages are read from the status, which others could write",
    file: "src/objects/approval/approval-request.ts",
    find: "stages: stages.ok ?",
    replace: "stages: status?.stages ? status.stages : stages.ok ?",
    tests: [OBJECTS],
  },
  {
    name: "an empty list of results when nobody voted",
    file: "src/objects/dialects/automatiko/results.ts",
    find: "const approvers = votes",
    replace: "if (votes.length === 0) return []; const approvers = votes",
    tests: [OBJECTS],
  },
  {
    name: "quotes stay straight in results",
    file: "src/objects/approval/harmless-text.ts",
    find: '.replaceAll("\'", "’")',
    replace: "",
    tests: [OBJECTS],
  },
  {
    name: "what a PipelineRun lists before its first task counts as proof",
    file: "src/objects/run/pipeline-run.ts",
    find: 'reason === "PipelineRunPending" ||',
    replace: "",
    tests: [OBJECTS],
  },
  {
    name: "a secret of the demo keeps the mode of the file that was there",
    file: "sandbox/demo/private-file.ts",
    find: "await rename(fresh, path);",
    replace: "await writeFile(path, content, { mode: PRIVATE });\n    await rm(fresh);",
    tests: ["sandbox/demo/private-file.test.ts"],
  },
  {
    name: "after a time-out there is always another attempt",
    file: "src/objects/approval/retry-approval.ts",
    find: "attempt > retries",
    replace: "attempt < 0",
    tests: [PLAN],
  },
  {
    name: "a duration is read however long it is",
    file: "src/objects/go-duration.ts",
    find: "text.length > MOST_CHARACTERS",
    replace: "text.length < 0",
    tests: ["test/linear-time.test.ts"],
  },
  {
    name: "a bracket without a partner is looked for again at each bracket",
    file: "src/objects/plain-line.ts",
    find: "if (close === -1) break;",
    replace: 'if (close === -1) { open = line.indexOf("[", open + 1); continue; }',
    tests: ["test/linear-time.test.ts"],
  },
  {
    name: "each of 60,000 unknown parameters is described",
    file: "src/objects/dialects/automatiko/given-parameters.ts",
    find: "refused.slice(0, DESCRIBED_NAMES)",
    replace: "refused.slice(0, refused.length)",
    tests: [OBJECTS],
  },
  {
    name: "an approval opens whose votes have no room",
    file: "src/objects/approval/fit-object.ts",
    find: "votes * (measureVote(stages) + 1)",
    replace: "votes",
    tests: ["src/approvals/largest-approval.test.ts"],
  },
  {
    name: "a cancel message is written as long as it is",
    file: "src/objects/approval/apply-verdict.ts",
    find: "cutTo(verdict.message, BOUNDS.message)",
    replace: "verdict.message",
    tests: [OBJECTS],
  },
  {
    name: "a deadline is counted from a start that is yet to come",
    file: "src/objects/run/run-status.ts",
    find: "nowMs + CLOCKS_APART_MS",
    replace: "Number.MAX_VALUE",
    tests: ["src/controller/written-by-others.test.ts"],
  },
];
