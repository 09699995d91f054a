// ApprovalTasks and PipelineRuns as others make them.
import * as fc from "fast-check";
import { STRATEGIES } from "../../../src/decision/request.ts";
import { ON_REJECT } from "../../../src/objects/approval/approval-task.ts";
import type { Json, JsonObject } from "../world/json.ts";
import { oddMetadata } from "./odd-metadata.ts";
import { oddText, oddValue } from "./odd-values.ts";

const NAMES: readonly Json[] = [
  ["mallory"],
  { $list: "user-#", times: 100 },
  { $list: "user-#", times: 101 },
  [""],
  [],
];

/** A request that looks like ours. */
const request: fc.Arbitrary<JsonObject> = fc.record(
  {
    pipeline: fc.oneof(fc.constant<Json>("release"), oddText),
    title: fc.oneof(fc.constant<Json>("Release"), oddText),
    strategy: fc.constantFrom<Json>(...STRATEGIES, "single", 5),
    onReject: fc.constantFrom(...ON_REJECT),
    run: fc.constantFrom<Json>(
      { name: { $ref: "name" }, uid: { $ref: "CustomRun" } },
      { name: { $ref: "name" }, uid: { $ref: "nobody" } },
    ),
    approvers: fc.constantFrom(...NAMES),
    groups: fc.constantFrom(...NAMES),
    description: oddText,
    approvalsRequired: fc.constantFrom<Json>(1, 2, 256, 257, "1"),
    pipelineRun: fc.constant<Json>({ name: { $ref: "name" }, uid: { $ref: "PipelineRun" } }),
    retries: fc.constantFrom<Json>(1, 255, 256),
  },
  { requiredKeys: ["pipeline", "title", "strategy", "onReject", "run", "approvers"] },
);

/** An ApprovalTask that somebody else makes under a run's name. */
export const oddApproval: fc.Arbitrary<JsonObject> = fc.record({ metadata: oddMetadata, spec: request });

const vote: JsonObject = {
  by: "mallory",
  issuer: "open",
  decision: "approve",
  comment: "",
  time: "2026-01-01T00:00:00Z",
  via: "web",
  digest: `sha256:${"0".repeat(64)}`,
  attempt: 1,
  stage: 1,
  assignees: [0],
};

/** Written by others over an ApprovalTask that is not of our making. */
export const oddApprovalStatus: fc.Arbitrary<JsonObject> = fc.record(
  {
    status: fc.constantFrom("pending", "completed", "done"),
    attempt: fc.constantFrom(1, 2, 256, 257),
    votes: fc.constantFrom<Json>([], [vote], { $list: vote, times: 256 }, "votes"),
    stages: oddValue,
    deadline: fc.constantFrom("2026-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "soon"),
    message: oddText,
    conditions: oddValue,
  },
  { requiredKeys: [] },
);

const pipelineSpec: JsonObject = { tasks: [{ name: "work", taskRef: { name: "work" } }] };

/** With parameters of every type and size: they are shown to approvers. */
export const oddPipelineRun: fc.Arbitrary<JsonObject> = fc.record({
  metadata: oddMetadata,
  spec: fc.record(
    {
      pipelineSpec: fc.constant(pipelineSpec),
      params: fc.oneof<fc.Arbitrary<Json>[]>(
        fc.array(fc.record({ name: oddText, value: oddValue }), { maxLength: 6 }),
        fc.record({
          $list: fc.record({ name: fc.constant("param-#"), value: oddText }),
          times: fc.constantFrom(50, 200),
        }),
        oddValue,
      ),
      timeouts: fc.constantFrom<Json>(
        { pipeline: "1h" },
        { pipeline: { $repeat: "9", times: 60_000 } },
        "1h",
      ),
      status: fc.constantFrom<Json>("Cancelled", "PipelineRunPending", 5),
    },
    { requiredKeys: ["pipelineSpec"] },
  ),
});

export const oddPipelineRunStatus: fc.Arbitrary<JsonObject> = fc.record(
  {
    startTime: fc.constantFrom<Json>("9999-12-31T23:59:59Z", "2026-01-01T00:00:00Z", "soon", 5),
    completionTime: fc.constantFrom<Json>("2026-01-01T00:00:00Z", 5),
    conditions: fc.oneof<fc.Arbitrary<Json>[]>(
      fc.constantFrom<Json>(
        [{ type: "Succeeded", status: "True" }],
        [{ type: "Succeeded", status: "Unknown" }],
      ),
      oddValue,
    ),
    childReferences: fc.oneof<fc.Arbitrary<Json>[]>(
      fc.constant([{ kind: "CustomRun", name: { $ref: "name" }, pipelineTaskName: "ask" }]),
      oddValue,
    ),
  },
  { requiredKeys: [] },
);
