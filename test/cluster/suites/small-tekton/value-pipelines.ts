import type { KubeObject } from "../../../../src/kube/kube-api.ts";
import { ask, fail, pipeline, REF, report, script, succeed, take, type Comparison } from "./comparison.ts";

const image = "docker.io/library/alpine:3";
const { apiVersion, kind } = REF;

function hold(kindOf: string, name: string, spec: object, metadata: object = {}): KubeObject {
  return { apiVersion: "tekton.dev/v1", kind: kindOf, metadata: { name, ...metadata }, spec } as KubeObject;
}

const MISSING = { p: "$(tasks.ask.results.nothing)" };
const OWN_WORDS = "The webhook's messages are our own.";

/** What runs are given, and what goes wrong with values. */
export const VALUES: readonly Comparison[] = [
  {
    name: "parameters and context variables of every kind",
    labels: { mine: "yes" },
    annotations: { note: "kept", "chains.tekton.dev/x": "dropped" },
    spec: {
      params: [
        { name: "l", value: ["x", "y"] },
        { name: "o", value: { a: "b" } },
        { name: "n", value: 5 as never },
      ],
      ...pipeline(
        [
          ask("ask", {
            displayName: "Ask $(params.n)",
            params: [
              {
                name: "a",
                value:
                  "$(context.pipelineRun.name) $(context.pipeline.name) $(context.pipelineTask.retries) $(params.o.a) $(params.l[0]) $(params.d)",
              },
              { name: "b", value: ["$(params.l[*])", "z"] },
              { name: "c", value: "$(params.o[*])" },
            ],
          }),
        ],
        {
          params: [
            { name: "l", type: "array" },
            { name: "o", type: "object", properties: { a: {} } },
            { name: "n" },
            { name: "d", default: "$(params.n)-x" },
          ],
        },
      ),
    },
    answers: { ask: succeed() },
  },
  {
    name: "a Pipeline and a Task of their own",
    objects: [
      hold("Task", "greet", {
        params: [{ name: "who" }],
        steps: [{ name: "main", image, script: "echo $(params.who)" }],
      }),
      hold(
        "Pipeline",
        "greeting",
        {
          params: [{ name: "who" }],
          tasks: [
            ask("ask"),
            {
              name: "greet",
              taskRef: { name: "greet" },
              runAfter: ["ask"],
              params: [{ name: "who", value: "$(params.who) $(context.pipeline.name)" }],
            },
          ],
        },
        { labels: { team: "web" }, annotations: { x: "y" } },
      ),
    ],
    spec: { pipelineRef: { name: "greeting" }, params: [{ name: "who", value: "world" }] },
    answers: { ask: succeed() },
  },
  {
    name: "what taskRunSpecs have different",
    spec: {
      ...pipeline([ask("ask", { retries: 2 }), script("x")]),
      taskRunSpecs: [
        {
          pipelineTaskName: "ask",
          timeout: "7m",
          serviceAccountName: "other",
          metadata: { labels: { l: "1" } },
        },
        // No service account of another name: a pod needs one that is there.
        { pipelineTaskName: "x", metadata: { labels: { l: "1" }, annotations: { a: "1" } } },
      ],
    },
    answers: { ask: succeed() },
  },
  {
    name: "a service account for all",
    spec: { ...pipeline([ask("ask")]), taskRunTemplate: { serviceAccountName: "robot" } },
    answers: { ask: succeed() },
  },
  {
    name: "an embedded spec",
    spec: {
      params: [{ name: "who", value: "ann" }],
      ...pipeline([
        {
          name: "ask",
          taskSpec: { apiVersion, kind, metadata: { labels: { a: "b" } }, spec: { to: ["$(params.who)"] } },
          params: [{ name: "p", value: "$(params.who)" }],
        },
      ]),
    },
    answers: { ask: succeed() },
  },
  {
    name: "an embedded spec that is absent",
    spec: pipeline([{ name: "ask", taskSpec: { apiVersion, kind } }]),
  },
  {
    name: "parameters that differ in case alone",
    spec: pipeline([
      ask("ask", {
        params: [
          { name: "a", value: "1" },
          { name: "A", value: "2" },
        ],
      }),
    ]),
    differs: { because: OWN_WORDS, in: ["outcome"] },
  },
  {
    name: "results that are JSON",
    spec: pipeline(
      [
        ask("ask"),
        ask("whole", { params: [{ name: "p", value: "$(tasks.ask.results.list)" }] }),
        ask("part", { params: [{ name: "p", value: "say $(tasks.ask.results.list)" }] }),
        ask("one", { params: [{ name: "p", value: "$(tasks.ask.results.one)" }] }),
        ask("none", {
          params: [{ name: "p", value: "$(tasks.ask.results.none) $(tasks.ask.results.numbers)" }],
        }),
      ],
      { results: [{ name: "list", value: "$(tasks.ask.results.list)" }] },
    ),
    answers: {
      ask: succeed({ list: '["x","y"]', one: ' ["x"]', none: "[]", numbers: "[1,2]" }),
      whole: succeed(),
      part: succeed(),
      one: succeed(),
      none: succeed(),
    },
  },
  {
    name: "a result that looks like a variable",
    spec: {
      params: [{ name: "secret", value: "s3cret" }],
      ...pipeline([ask("ask"), ask("next", { params: [{ name: "p", value: "$(tasks.ask.results.r)" }] })]),
    },
    answers: { ask: succeed({ r: "$(params.secret)" }), next: succeed() },
  },
  {
    name: "results of Tasks: text, list, object",
    spec: pipeline(
      [
        {
          name: "make",
          taskSpec: {
            results: [
              { name: "list", type: "array" },
              { name: "map", type: "object", properties: { a: {} } },
              { name: "text" },
            ],
            steps: [
              {
                name: "main",
                image,
                script: `printf '["x","y"]' > $(results.list.path); printf '{"a":"b"}' > $(results.map.path); printf t > $(results.text.path)`,
              },
            ],
          },
        },
        ask("use", {
          params: [
            {
              name: "a",
              value: "$(tasks.make.results.list[1]) $(tasks.make.results.map.a) $(tasks.make.results.text)",
            },
            { name: "b", value: ["$(tasks.make.results.list[*])"] },
            { name: "c", value: "$(tasks.make.results.map[*])" },
          ],
        }),
      ],
      {
        results: [
          { name: "list", value: "$(tasks.make.results.list[*])" },
          { name: "map", value: "$(tasks.make.results.map[*])" },
          { name: "text", value: "$(tasks.make.results.text)-" },
        ],
      },
    ),
    answers: { use: succeed() },
  },
  {
    name: "a result that a custom task lacks, needed by a custom task",
    spec: pipeline([ask("ask"), ask("other"), ask("needy", { params: [{ name: "p", value: MISSING.p }] })]),
    answers: { ask: succeed() },
  },
  {
    name: "a result that a custom task lacks, needed by a Task",
    spec: pipeline([ask("ask"), ask("other"), take("needy", MISSING)], { finally: [report] }),
    answers: { ask: succeed(), other: succeed({}, { afterMs: 1_500 }) },
  },
  {
    name: "a result that a Task lacks",
    spec: pipeline([
      { ...script("make"), taskSpec: { ...script("make").taskSpec, results: [{ name: "s" }] } },
      ask("use", { params: [{ name: "a", value: "$(tasks.make.results.s)" }] }),
    ]),
  },
  {
    name: "a result that is lacking, needed by a task that others wait for",
    spec: pipeline([ask("ask"), take("needy", MISSING), script("chain", "true", { runAfter: ["needy"] })], {
      finally: [report],
    }),
    answers: { ask: succeed() },
    endWhen: ({ run }) => (run.status?.skippedTasks ?? []).length > 0,
    differs: {
      because: "Tekton then hangs; here finally runs.",
      in: ["childReferences", "isInFinally", "outcome", "taskRuns"],
    },
  },
  {
    name: "a result of the pipeline that a successful custom task lacks",
    spec: pipeline([ask("ask")], {
      results: [
        { name: "who", value: "$(tasks.ask.results.by)" },
        { name: "none", value: "$(tasks.ask.results.nothing)" },
      ],
    }),
    answers: { ask: succeed({ by: "ann" }) },
  },
  {
    name: "results of a custom task that failed",
    spec: pipeline([ask("ask")], {
      finally: [take("has", { p: "$(tasks.ask.results.by)" }), take("lacks", MISSING)],
      results: [
        { name: "who", value: "$(tasks.ask.results.by)" },
        { name: "none", value: "$(tasks.ask.results.nothing)" },
      ],
    }),
    answers: { ask: fail("Rejected", { by: "bob" }) },
  },
  {
    name: "a parameter that nobody declared or gave",
    spec: pipeline([ask("ask", { params: [{ name: "p", value: "$(params.unknown)" }] })]),
    answers: { ask: succeed() },
    differs: {
      because:
        "The webhook of this Tekton refuses it inline; here it stays as it is, as in Tekton without its webhook.",
      in: [
        "annotations",
        "childReferences",
        "customRuns",
        "isInFinally",
        "isStarted",
        "labels",
        "outcome",
        "refusedWith",
        "results",
        "skippedTasks",
        "taskRuns",
        "template",
        "timeouts",
      ],
    },
  },
  { name: "a Pipeline that is not there", spec: { pipelineRef: { name: "nobody" } } },
  { name: "a Task that is not there", spec: pipeline([{ name: "a", taskRef: { name: "nobody" } }]) },
  { name: "a parameter that is missing", spec: pipeline([ask("a")], { params: [{ name: "p" }] }) },
  {
    name: "a parameter of another type",
    spec: { params: [{ name: "p", value: ["x"] }], ...pipeline([ask("a")], { params: [{ name: "p" }] }) },
  },
  {
    name: "a parameter that a Task misses",
    spec: pipeline([{ ...script("a"), taskSpec: { ...script("a").taskSpec, params: [{ name: "x" }] } }]),
  },
  {
    name: "a result that no Task has, in a parameter",
    spec: pipeline([script("a"), ask("b", { params: [{ name: "p", value: "$(tasks.a.results.x)" }] })]),
  },
  {
    name: "a result that no Task has, in a result",
    spec: pipeline([script("a")], { results: [{ name: "r", value: "$(tasks.a.results.x)" }] }),
  },
];
