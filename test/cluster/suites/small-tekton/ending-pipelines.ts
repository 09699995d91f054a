import type { KubeObject } from "../../../../src/kube/kube-api.ts";
import {
  ask,
  fail,
  pipeline,
  report,
  script,
  succeed,
  take,
  type Comparison,
  type Seen,
} from "./comparison.ts";

/** So many children are in the PipelineRun's status, and, if asked for, one has been answered. */
function children(count: number, { answered = false } = {}): (seen: Seen) => boolean {
  return ({ run, customRuns }) =>
    (run.status?.childReferences?.length ?? 0) >= count &&
    (!answered || customRuns.some(({ status }) => status?.conditions !== undefined));
}

/** That, and time enough for whatever follows from it. */
function afterAWhile(when: (seen: Seen) => boolean): (seen: Seen) => boolean {
  const since = new Map<string, number>();
  return (seen) => {
    if (!when(seen)) return false;
    const { uid = "" } = seen.run.metadata;
    const first = since.get(uid) ?? performance.now();
    since.set(uid, first);
    return performance.now() - first > 4_000;
  };
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
    name: "StoppedRunFinally, seen while it waits",
    spec: pipeline([ask("ask"), second], { finally: [report] }),
    answers: { second: succeed({}, { afterChange: true }) },
    change: { when: children(2), status: "StoppedRunFinally" },
    endWhen: afterAWhile(children(2, { answered: true })),
  },
  {
    name: "StoppedRunFinally, seen while a task is skipped that waits for one that runs",
    spec: pipeline([ask("ask"), second, ask("third", { runAfter: ["ask"] })], { finally: [report] }),
    answers: { second: succeed({}, { afterChange: true }) },
    change: { when: children(2), status: "StoppedRunFinally" },
    endWhen: afterAWhile(children(2, { answered: true })),
  },
  {
    name: "a failure, seen while a task is skipped that waits for one that runs",
    spec: pipeline([ask("ask"), second, ask("third", { runAfter: ["ask"] })], { finally: [report] }),
    answers: { second: fail("No") },
    endWhen: afterAWhile(children(2, { answered: true })),
  },
  {
    name: "a failure, seen while another task runs",
    spec: pipeline([ask("ask"), second], { finally: [report] }),
    answers: { second: fail("No") },
    endWhen: afterAWhile(children(2, { answered: true })),
  },
  {
    name: "StoppedRunFinally without finally",
    spec: pipeline([ask("ask"), ask("second", { runAfter: ["ask"] })]),
    answers: { ask: succeed({}, { afterChange: true }) },
    change: { when: children(1), status: "StoppedRunFinally" },
  },
  {
    name: "StoppedRunFinally of all that there is",
    spec: pipeline([ask("ask"), second]),
    answers: { ask: succeed({}, { afterChange: true }), second: succeed({}, { afterChange: true }) },
    change: { when: children(2), status: "StoppedRunFinally" },
  },
  {
    name: "StoppedRunFinally, and what runs fails",
    spec: pipeline([ask("ask"), ask("second", { runAfter: ["ask"] })], { finally: [report] }),
    answers: { ask: fail("No", {}, { afterChange: true }) },
    change: { when: children(1), status: "StoppedRunFinally" },
  },
  {
    name: "StoppedRunFinally while finally asks",
    spec: pipeline([ask("ask")], { finally: [ask("last")] }),
    answers: { ask: succeed(), last: succeed({}, { afterChange: true }) },
    change: { when: children(2), status: "StoppedRunFinally" },
  },
  {
    name: "StoppedRunFinally while finally asks, seen while it waits",
    spec: pipeline([ask("ask")], { finally: [ask("last")] }),
    answers: { ask: succeed({}, { afterChange: true }) },
    change: { when: children(1), status: "StoppedRunFinally" },
    endWhen: children(2),
  },
  {
    name: "StoppedRunFinally from the beginning",
    spec: { ...pipeline([ask("ask")], { finally: [report] }), status: "StoppedRunFinally" },
  },
  {
    name: "CancelledRunFinally from the beginning",
    spec: { ...pipeline([ask("ask")], { finally: [report] }), status: "CancelledRunFinally" },
  },
  {
    name: "StoppedRunFinally with a matrix and a script",
    spec: pipeline(
      [
        ask("ask", { matrix: { params: [{ name: "at", value: ["a", "b"] }] } }),
        script("work", "sleep 3"),
        script("after", "true", { runAfter: ["work"] }),
      ],
      { finally: [report] },
    ),
    answers: { "ask-0": succeed({}, { afterChange: true }), "ask-1": succeed({}, { afterChange: true }) },
    change: { when: children(3), status: "StoppedRunFinally" },
  },
  {
    name: "a Pipeline by a name of 63 characters",
    objects: [
      {
        apiVersion: "tekton.dev/v1",
        kind: "Pipeline",
        metadata: { name: "p".repeat(63) },
        spec: pipeline([ask("ask")]).pipelineSpec,
      } as KubeObject,
    ],
    spec: { pipelineRef: { name: "p".repeat(63) } },
    answers: { ask: succeed() },
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
