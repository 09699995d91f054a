import { SOMEBODY_IS_ASKED, SPEC_NEVER_CHANGES } from "./approval-crd-rules.ts";
import { STRATEGIES } from "../../decision/request.ts";
import { BOUNDS, ON_REJECT } from "../approval/approval-task.ts";
import {
  listOf,
  nameOf,
  numberOf,
  objectOf,
  type StructuralSchema,
  textOf,
  wordOf,
} from "./structural-schema.ts";

/** Names and UIDs of Kubernetes objects. */
const OBJECT_NAME = 253;
const UID = 128;

const referenceTo = (what: string): StructuralSchema =>
  objectOf(
    `${what}. The UID is its identity, the name is for people.`,
    { name: nameOf("Name.", OBJECT_NAME), uid: nameOf("UID.", UID) },
    { required: ["name", "uid"] },
  );

/** The request: what Automatiko's users know, and ours beside it. */
export const APPROVAL_SPEC_SCHEMA: StructuralSchema = objectOf(
  "What is asked, and of whom. Frozen when the approval opens.",
  {
    pipeline: nameOf("Name of the pipeline, as people know it.", BOUNDS.name),
    title: nameOf("One line that says what is asked.", BOUNDS.title),
    description: textOf("What is asked, in Markdown.", BOUNDS.description),
    approvers: listOf(
      "Users who may answer. Not asked when groups are given.",
      nameOf("Name of a user, compared exactly.", BOUNDS.name),
      BOUNDS.assignees,
      1,
    ),
    groups: listOf(
      "Groups whose members may answer.",
      nameOf("Name of a group, compared exactly.", BOUNDS.name),
      BOUNDS.assignees,
      1,
    ),
    strategy: wordOf(
      "SINGLE: any one decides. MULTI: every one must approve. FOUR_EYES: two different people, one after the other. QUORUM: approvalsRequired different people. One rejection rejects.",
      STRATEGIES,
    ),
    approvalsRequired: numberOf("How many different people must approve, for QUORUM.", 1, BOUNDS.votes),
    onReject: wordOf(
      "What a rejection does to the run: continue ends it well with the result decision=false, fail makes it fail.",
      ON_REJECT,
    ),
    retries: numberOf("How many attempts may follow one that times out. Absent: none.", 1, 255),
    notifyOnSlack: textOf("Where to tell people on Slack, as the pipeline says it.", BOUNDS.notify),
    notifyOnTeams: textOf("Where to tell people on Teams, as the pipeline says it.", BOUNDS.notify),
    run: referenceTo("The run that asks"),
    task: nameOf("Name of the pipeline task. Absent when the run was made by hand.", OBJECT_NAME),
    pipelineRun: referenceTo("The PipelineRun that owns the run. Absent when the run was made by hand"),
  },
  {
    required: ["pipeline", "title", "strategy", "onReject", "run"],
    rules: [SPEC_NEVER_CHANGES, SOMEBODY_IS_ASKED],
  },
);
