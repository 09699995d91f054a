import { ask, fail, pipeline, report, script, succeed, take, type Comparison } from "./comparison.ts";

const decided = (
  value: string,
  operator = "in",
): { when: { input: string; operator: string; values: string[] }[] } => ({
  when: [{ input: "$(tasks.ask.results.decision)", operator, values: [value] }],
});
const YES = succeed({ decision: "true", comment: "looks good" });

/** Which tasks run, and what then becomes of the whole. */
export const FLOW: readonly Comparison[] = [
  {
    name: "a branch for each answer: yes",
    spec: pipeline([
      ask("ask"),
      take("go", { comment: "$(tasks.ask.results.comment)" }, decided("true")),
      script("stop", "true", decided("false")),
    ]),
    answers: { ask: YES },
  },
  {
    name: "a branch for each answer: no",
    spec: pipeline([
      ask("ask"),
      script("go", "true", decided("true")),
      script("stop", "true", decided("false")),
    ]),
    answers: { ask: succeed({ decision: "false" }) },
  },
  {
    name: "a failure skips what comes after",
    spec: pipeline([ask("ask"), script("next", "true", { runAfter: ["ask"] })]),
    answers: { ask: fail("Rejected") },
  },
  {
    name: "a failure, and finally says so",
    spec: pipeline([ask("ask"), script("next", "true", { runAfter: ["ask"] })], { finally: [report] }),
    answers: { ask: fail("Rejected") },
  },
  {
    name: "a failure that is to be ignored",
    spec: pipeline([ask("ask", { onError: "continue" }), script("next", "true", { runAfter: ["ask"] })], {
      finally: [report],
    }),
    answers: { ask: fail("Rejected") },
  },
  {
    name: "a when on a result that an ignored failure lacks",
    spec: pipeline([
      ask("ask", { onError: "continue" }),
      script("next", "true", decided("true")),
      script("other", "true", decided("true", "notin")),
    ]),
    answers: { ask: fail("Rejected") },
  },
  {
    name: "a cancelled run is not ignored",
    spec: pipeline([ask("ask", { onError: "continue" }), script("next", "true", { runAfter: ["ask"] })]),
    answers: { ask: fail("CustomRunCancelled") },
  },
  {
    name: "a failed step that is to be ignored",
    spec: pipeline(
      [script("bad", "exit 3", { onError: "continue" }), script("next", "true", { runAfter: ["bad"] })],
      {
        finally: [take("report", { r: "$(tasks.bad.reason) $(tasks.bad.status) $(tasks.status)" })],
      },
    ),
  },
  {
    name: "a sibling goes on after a failure",
    spec: pipeline([ask("ask"), ask("other"), ask("later", { runAfter: ["ask"] })]),
    answers: { ask: fail("Rejected"), other: succeed({}, { afterMs: 1_500 }) },
  },
  {
    name: "a sibling goes on after a cancelled run",
    spec: pipeline([ask("ask"), ask("other")]),
    answers: { ask: fail("CustomRunCancelled"), other: succeed({}, { afterMs: 1_500 }) },
  },
  {
    name: "the reason is that of the first condition",
    spec: pipeline([ask("ask")], { finally: [report] }),
    answers: {
      ask: {
        conditions: [
          { type: "Other", status: "True", reason: "OtherReason" },
          { type: "Succeeded", status: "False", reason: "Rejected" },
        ],
      },
    },
  },
  {
    name: "skips of many kinds",
    spec: pipeline(
      [
        script("guarded", "true", { when: [{ input: "a", operator: "in", values: ["b"] }] }),
        script("after", "true", { runAfter: ["guarded"] }),
        take("needy", { word: "$(tasks.maker.results.word)" }, { runAfter: ["after"] }),
        {
          ...script("maker"),
          when: [{ input: "$(params.go)", operator: "notin", values: ["no"] }],
          taskSpec: { ...script("maker").taskSpec, results: [{ name: "word" }] },
        },
        script("behind", "true", { runAfter: ["needy"] }),
      ],
      { params: [{ name: "go", default: "no" }] },
    ),
  },
  {
    name: "finally tasks that are skipped",
    spec: pipeline(
      [
        { ...script("bad"), taskSpec: { ...script("bad", "exit 3").taskSpec, results: [{ name: "word" }] } },
        script("next", "true", { runAfter: ["bad"] }),
      ],
      {
        finally: [
          take("report", {
            p: "$(tasks.bad.status) $(tasks.bad.reason) $(tasks.next.status) $(tasks.next.reason) $(tasks.status)",
          }),
          take("needy", { word: "$(tasks.bad.results.word)" }),
          script("unless", "true", {
            when: [{ input: "$(tasks.status)", operator: "in", values: ["Succeeded"] }],
          }),
        ],
      },
    ),
  },
  {
    name: "steps: one that goes wrong and is ignored, one that is not",
    spec: pipeline([
      {
        name: "a",
        taskSpec: {
          steps: [
            { name: "bad", image: "docker.io/library/alpine:3", script: "exit 4", onError: "continue" },
            { image: "docker.io/library/alpine:3", script: "exit 5" },
            { name: "third", image: "docker.io/library/alpine:3", script: "true" },
          ],
        },
      },
    ]),
  },
  {
    name: "an attempt more makes it good",
    spec: pipeline([script("a", 'test "$(context.task.retry-count)" = 1', { retries: 2 })]),
  },
  { name: "no attempt makes it good", spec: pipeline([script("a", "exit 1", { retries: 1 })]) },
  {
    name: "a matrix of runs, with more included",
    spec: pipeline([
      ask("ask", {
        displayName: "Region $(params.region)",
        matrix: {
          params: [
            { name: "region", value: ["eu", "us"] },
            { name: "size", value: ["s", "m"] },
          ],
          include: [
            {
              name: "Europe",
              params: [
                { name: "region", value: "eu" },
                { name: "lead", value: "ann" },
              ],
            },
            { params: [{ name: "region", value: "asia" }] },
          ],
        },
      }),
    ]),
    answers: Object.fromEntries([0, 1, 2, 3, 4].map((index) => [`ask-${index}`, succeed()])),
  },
  {
    name: "a matrix of which one fails",
    spec: pipeline([ask("ask", { matrix: { params: [{ name: "region", value: ["eu", "us"] }] } })]),
    answers: { "ask-0": fail("Rejected"), "ask-1": succeed({}, { afterMs: 1_500 }) },
  },
  {
    name: "results of a matrix of custom tasks are not collected",
    spec: pipeline([
      ask("ask", { matrix: { params: [{ name: "region", value: ["eu", "us"] }] } }),
      ask("next", { params: [{ name: "p", value: ["$(tasks.ask.results.decision[*])"] }] }),
    ]),
    answers: { "ask-0": YES, "ask-1": YES, next: succeed() },
  },
  {
    name: "a matrix over results, whose own results are collected",
    spec: pipeline([
      {
        name: "make",
        taskSpec: {
          results: [{ name: "list", type: "array" }],
          steps: [
            {
              name: "main",
              image: "docker.io/library/alpine:3",
              script: `printf '["x","y"]' > $(results.list.path)`,
            },
          ],
        },
      },
      {
        name: "each",
        matrix: { params: [{ name: "p", value: "$(tasks.make.results.list[*])" }] },
        taskSpec: {
          params: [{ name: "p" }],
          results: [{ name: "o" }],
          steps: [
            {
              name: "main",
              image: "docker.io/library/alpine:3",
              script: "printf $(params.p) > $(results.o.path)",
            },
          ],
        },
      },
      ask("use", { params: [{ name: "all", value: ["$(tasks.each.results.o[*])"] }] }),
    ]),
    answers: { use: succeed() },
  },
  {
    name: "a matrix over nothing",
    spec: pipeline([ask("ask", { matrix: { params: [{ name: "region", value: [] }] } }), script("x")]),
  },
];
