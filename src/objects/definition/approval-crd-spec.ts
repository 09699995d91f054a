import { SOMEBODY_IS_ASKED, SPEC_NEVER_CHANGES } from "./approval-crd-rules.ts";
import { PARAMETER_NAMES, PARAMETERS } from "../dialects/automatiko/parameters.ts";
import { MAX_RETRIES } from "../parameters/read-retries.ts";
import { nameOf, numberOf, objectOf, type StructuralSchema } from "./structural-schema.ts";

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
    ...Object.fromEntries(PARAMETER_NAMES.map((name) => [name, PARAMETERS[name].schema])),
    retries: numberOf("How many attempts may follow one that times out. Absent: none.", 1, MAX_RETRIES),
    run: referenceTo("The run that asks"),
    task: nameOf("Name of the pipeline task. Absent when the run was made by hand.", OBJECT_NAME),
    pipelineRun: referenceTo("The PipelineRun that owns the run. Absent when the run was made by hand"),
  },
  {
    required: ["pipeline", "title", "strategy", "onReject", "run"],
    rules: [SPEC_NEVER_CHANGES, SOMEBODY_IS_ASKED],
  },
);
