import type { KubeObject } from "../../../../src/kube/kube-api.ts";
import { ask, pipeline, REF, script, type Comparison } from "./comparison.ts";

const image = "docker.io/library/alpine:3";

/** Pipelines that are not taken at all. Those who write them may be wrong in ways that no type allows. */
const PIPELINES: Readonly<Record<string, object>> = {
  "no task": { tasks: [] },
  "a name in capitals": { tasks: [{ name: "A", taskRef: REF }] },
  "two tasks of a name": { tasks: [ask("a"), ask("a")] },
  "a reference and a spec": { tasks: [{ ...script("a"), taskRef: REF }] },
  "neither reference nor spec": { tasks: [{ name: "a" }] },
  "a kind without a version": { tasks: [{ name: "a", taskRef: { kind: "X" } }] },
  "a version without a group": { tasks: [{ name: "a", taskRef: { apiVersion: "v1", kind: "X" } }] },
  "a step without an image": { tasks: [{ name: "a", taskSpec: { steps: [{ script: "true" }] } }] },
  "no step": { tasks: [{ name: "a", taskSpec: { steps: [] } }] },
  "onError with retries": { tasks: [ask("a", { onError: "continue", retries: 1 })] },
  "another onError": { tasks: [ask("a", { onError: "ignore" })] },
  "another operator": { tasks: [ask("a", { when: [{ input: "a", operator: "is", values: ["b"] }] })] },
  "when without values": { tasks: [ask("a", { when: [{ input: "a", operator: "in", values: [] }] })] },
  "runAfter of a task that is not there": { tasks: [ask("a", { runAfter: ["b"] })] },
  "a cycle": { tasks: [ask("a", { runAfter: ["b"] }), ask("b", { runAfter: ["a"] })] },
  "the state of a task before finally": {
    tasks: [ask("a"), ask("b", { params: [{ name: "p", value: "$(tasks.a.status)" }] })],
  },
  "a shell's variable": { tasks: [ask("a", { params: [{ name: "p", value: "$(HOME)" }] })] },
  "runAfter in finally": { tasks: [ask("a")], finally: [ask("f", { runAfter: ["a"] })] },
  "finally asks for a task that is not there": {
    tasks: [ask("a")],
    finally: [ask("f", { params: [{ name: "p", value: "$(tasks.x.status)" }] })],
  },
  "finally asks for a result of finally": {
    tasks: [ask("a")],
    finally: [ask("f"), ask("g", { params: [{ name: "p", value: "$(tasks.f.results.x)" }] })],
  },
  "finally alone": { tasks: [], finally: [ask("f")] },
  "a result that is none": { tasks: [ask("a")], results: [{ name: "r", value: "text" }] },
  "a result with a text in front": {
    tasks: [ask("a")],
    results: [{ name: "r", value: "it is $(tasks.a.results.x)" }],
  },
  "a result of a task that is not there": {
    tasks: [ask("a")],
    results: [{ name: "r", value: "$(tasks.b.results.x)" }],
  },
  "a parameter without a value": { tasks: [ask("a", { params: [{ name: "p" } as never] })] },
  "a parameter twice": {
    tasks: [
      ask("a", {
        params: [
          { name: "p", value: "1" },
          { name: "p", value: "2" },
        ],
      }),
    ],
  },
  "a default of another type": { params: [{ name: "p", type: "array", default: "x" }], tasks: [ask("a")] },
  "a field that nobody knows": { tasks: [{ ...ask("a"), foo: 1 }] },
  "customSpec as the documentation writes it": { tasks: [{ name: "a", taskSpec: { customSpec: REF } }] },
  "a duration in days": { tasks: [ask("a", { timeout: "1d" })] },
  "a spec without a kind": { tasks: [{ name: "a", taskSpec: { spec: { a: 1 } } }] },
  "steps with a kind": {
    tasks: [{ name: "a", taskSpec: { apiVersion: "g/v", kind: "X", steps: [{ image, script: "true" }] } }],
  },
  "a parameter in the matrix too": {
    tasks: [ask("a", { matrix: { params: [{ name: "to", value: ["x"] }] } })],
  },
  "too many combinations": {
    tasks: [ask("a", { matrix: { params: [{ name: "x", value: Array.from({ length: 257 }, String) }] } })],
  },
};

const SPECS: Readonly<Record<string, object>> = {
  "neither pipelineRef nor pipelineSpec": {},
  "both of them": { pipelineRef: { name: "x" }, ...pipeline([ask("a")]) },
  "a status that is none": { ...pipeline([ask("a")]), status: "Stop" },
  "tasks longer than the pipeline": { ...pipeline([ask("a")]), timeouts: { pipeline: "1h", tasks: "2h" } },
  "tasks without end": { ...pipeline([ask("a")]), timeouts: { pipeline: "1h", tasks: "0" } },
  "parts longer than the whole": {
    ...pipeline([ask("a")]),
    timeouts: { pipeline: "1h", tasks: "40m", finally: "40m" },
  },
  "a Pipeline by a name of 64 characters": { pipelineRef: { name: "p".repeat(64) } },
  "a Pipeline by a name with a blank": { pipelineRef: { name: "a b" } },
  "a negative timeout": { ...pipeline([ask("a")]), timeouts: { pipeline: "-1m" } },
  "a result for a parameter": {
    ...pipeline([ask("a")]),
    params: [{ name: "p", value: "$(tasks.a.results.x)" }],
  },
};

/** What the webhook refuses. Whether it does is compared, and with which code; what it says is ours. */
export const REFUSED: readonly Comparison[] = [
  ...Object.entries(PIPELINES).map(([name, spec]) => ({
    name,
    spec: { pipelineSpec: spec },
  })),
  ...Object.entries(SPECS).map(([name, spec]) => ({ name, spec })),
  ...["Pipeline", "Task"].map((kind) => ({
    name: `a ${kind} whose name has 64 characters`,
    objects: [named(kind, "n".repeat(64))],
    spec: pipeline([ask("a")]),
  })),
];

function named(kind: string, name: string): KubeObject {
  const spec = kind === "Task" ? script("a").taskSpec : { tasks: [ask("a")] };
  return { apiVersion: "tekton.dev/v1", kind, metadata: { name }, spec } as KubeObject;
}
