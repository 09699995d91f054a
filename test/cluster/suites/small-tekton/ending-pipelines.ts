import { ask, pipeline, report, script, succeed, take, type Comparison, type Seen } from "./comparison.ts";

/** So many children are in the PipelineRun's status, and, if asked for, one has been answered. */
function children(count: number, { answered = false } = {}): (seen: Seen) => boolean {
  return ({ run, customRuns }) =>
    (run.status?.childReferences?.length ?? 0) >= count &&
    (!answered || customRuns.some(({ status }) => status?.conditions !== undefined));
}

const second = ask("second");

/** What is to happen before the time is up must do so on a machine that stalls for some seconds, too. */
const LIMIT = "12s";

/** Ends from outside: cancelled in three ways, timed out in three, held back. */
export const ENDING: readonly Comparison[] = [
  {
    name: "Cancelled",
    spec: pipeline([ask("ask"), second], { finally: [report] }),
    answers: { ask: succeed() },
    change: { when: children(2, { answered: true }), status: "Cancelled" },
  },
  {
    name: "CancelledRunFinally",
    spec: pipeline([ask("ask"), second, ask("third", { runAfter: ["second"] })], { finally: [report] }),
    answers: { ask: succeed() },
    change: { when: children(2, { answered: true }), status: "CancelledRunFinally" },
  },
  {
    name: "CancelledRunFinally without finally",
    spec: pipeline([ask("ask")]),
    change: { when: children(1), status: "CancelledRunFinally" },
  },
  {
    name: "StoppedRunFinally",
    spec: pipeline([ask("ask"), ask("second", { runAfter: ["ask"] })], { finally: [report] }),
    answers: { ask: succeed({}, { afterChange: true }) },
    change: { when: children(1), status: "StoppedRunFinally" },
  },
  {
    name: "PipelineRunPending, then let go",
    spec: { ...pipeline([ask("ask")]), status: "PipelineRunPending" },
    answers: { ask: succeed() },
    change: { when: ({ run }) => run.status?.conditions?.[0]?.reason === "PipelineRunPending", status: "" },
  },
  {
    name: "the pipeline's time is up",
    spec: { ...pipeline([ask("ask"), second], { finally: [report] }), timeouts: { pipeline: LIMIT } },
    answers: { ask: succeed() },
  },
  {
    name: "the tasks' time is up, and finally follows",
    spec: {
      ...pipeline([ask("ask"), second, script("third", "true", { runAfter: ["second"] })], {
        finally: [report],
      }),
      timeouts: { pipeline: "60s", tasks: LIMIT },
    },
    answers: { ask: succeed() },
  },
  {
    name: "the tasks' time is up, without finally",
    spec: { ...pipeline([ask("ask"), second]), timeouts: { pipeline: "60s", tasks: LIMIT } },
    answers: { ask: succeed() },
  },
  {
    name: "finally's time is up",
    spec: {
      ...pipeline([ask("ask")], { finally: [ask("last"), script("other")] }),
      timeouts: { pipeline: "60s", finally: LIMIT },
    },
    answers: { ask: succeed() },
  },
  {
    name: "a task's own time is up",
    spec: pipeline([script("a", "sleep 60", { timeout: LIMIT })], {
      finally: [take("report", { r: "$(tasks.a.reason)" })],
    }),
  },
  {
    name: "timeouts that runs take over",
    spec: {
      ...pipeline([ask("ask", { timeout: "5m" }), second], { finally: [ask("last")] }),
      timeouts: { pipeline: "3h", finally: "10m" },
    },
    answers: { ask: succeed(), second: succeed(), last: succeed() },
  },
  {
    name: "no timeouts at all",
    spec: { ...pipeline([ask("ask"), script("x")]), timeouts: { pipeline: "0", tasks: "0" } },
    answers: { ask: succeed() },
  },
];
