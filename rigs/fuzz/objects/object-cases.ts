// Which objects come in what order, and what is done to them meanwhile.
import * as fc from "fast-check";
import type { JsonObject } from "../world/json.ts";
import type { Act, Door, Kind, ObjectCase } from "./object-case.ts";
import { OF_PIPELINE_RUN } from "./odd-metadata.ts";
import { oddApproval, oddApprovalStatus, oddPipelineRun, oddPipelineRunStatus } from "./odd-others.ts";
import { goodRun, oddRun } from "./odd-runs.ts";
import { oddRunStatus } from "./odd-statuses.ts";
import { oddText } from "./odd-values.ts";

const HELD = { finalizers: ["example.com/hold"] };
const afterMs = fc.constantFrom(0, 0, 5, 40);

function create(kind: Kind, object: fc.Arbitrary<JsonObject>, metadata: JsonObject = {}): fc.Arbitrary<Act> {
  return object.map((made) => ({
    do: "create",
    kind,
    object: { ...made, metadata: { ...(made["metadata"] as JsonObject | undefined), ...metadata } },
  }));
}

function remove(kind: Kind): fc.Arbitrary<Act> {
  return afterMs.map((after) => ({ do: "delete", kind, afterMs: after }));
}

function write(kind: Kind, statuses: fc.Arbitrary<JsonObject>): fc.Arbitrary<Act> {
  return fc
    .tuple(statuses, afterMs)
    .map(([status, after]) => ({ do: "status", kind, status, afterMs: after }));
}

function change(patches: fc.Arbitrary<JsonObject>): fc.Arbitrary<Act> {
  return fc
    .tuple(patches, afterMs)
    .map(([patch, after]) => ({ do: "change", kind: "CustomRun", patch, afterMs: after }));
}

const run = create("CustomRun", oddRun);
const otherRun = create("CustomRun", goodRun);
const cancel = change(oddText.map((statusMessage) => ({ spec: { status: "RunCancelled", statusMessage } })));
const rewrite = change(oddRun.map(({ spec }) => ({ spec: spec ?? {} })));
const ofPipelineRun = create("CustomRun", goodRun, { ownerReferences: [OF_PIPELINE_RUN] });
const pipelineRun = create("PipelineRun", oddPipelineRun);

/** What happens, how often of a hundred times, and in which order. */
const STORIES: readonly (readonly [about: string, weight: number, ...acts: fc.Arbitrary<Act>[]])[] = [
  ["a run", 42, run],
  ["a run whose status others write", 8, run, write("CustomRun", oddRunStatus)],
  ["a run with a status of others, cancelled", 4, otherRun, write("CustomRun", oddRunStatus), cancel],
  ["a run that is cancelled", 5, run, cancel],
  ["a run that is changed", 4, otherRun, rewrite],
  ["a run that is deleted and made anew", 6, run, remove("CustomRun"), otherRun],
  ["a run that somebody's finalizer holds", 4, create("CustomRun", goodRun, HELD), remove("CustomRun")],
  ["a run whose approval is deleted", 3, otherRun, remove("ApprovalTask")],
  ["an ApprovalTask that was there first", 5, create("ApprovalTask", oddApproval), otherRun],
  [
    "one that was there first and will not go",
    3,
    create("ApprovalTask", oddApproval, HELD),
    remove("ApprovalTask"),
    run,
  ],
  [
    "an ApprovalTask by itself, and its status",
    3,
    create("ApprovalTask", oddApproval),
    write("ApprovalTask", oddApprovalStatus),
  ],
  ["a run of a PipelineRun", 6, pipelineRun, ofPipelineRun],
  [
    "a run of a PipelineRun that others end",
    4,
    pipelineRun,
    ofPipelineRun,
    write("PipelineRun", oddPipelineRunStatus),
  ],
  ["a run of a PipelineRun that is deleted", 3, pipelineRun, ofPipelineRun, remove("PipelineRun")],
];

const DOORS: readonly Door[] = ["webhook", "definition", "definition", "store"];

/** A case of any kind. */
export const objectCase: fc.Arbitrary<ObjectCase> = fc.oneof(
  ...STORIES.map(([about, weight, ...acts]) => ({
    weight,
    arbitrary: fc.record({
      about: fc.constant(about),
      door: fc.constantFrom(...DOORS),
      acts: fc.tuple(...acts),
    }),
  })),
);
