import { AdmissionDenied, type AdmissionHook, type AdmissionRequest } from "../../kube/admission.ts";
import { isJsonObject, objectAt, type JsonObject } from "../../kube/json-value.ts";
import { PIPELINE_SPEC, TASK_SPEC } from "../crds/program-schemas.ts";
import { PIPELINE_RUN_SPEC, TASK_RUN_SPEC } from "../crds/run-schemas.ts";
import type { Schema } from "../crds/schema.ts";
import type { TaskSpec } from "../objects/task.ts";
import { checkCustomRunSpec, checkCustomRunStatus } from "./check-custom-run.ts";
import { checkPipeline } from "./check-pipeline.ts";
import { checkPipelineRunSpec, checkTaskRunSpec } from "./check-run.ts";
import { checkShape } from "./check-shape.ts";
import { checkTaskSpec } from "./check-task-spec.ts";
import { checkSpecUpdate } from "./check-update.ts";
import { pipelineRunSpecFromV1beta1 } from "./from-v1beta1.ts";
import { isObjectName } from "./names.ts";
import { describeProblems, type Problem } from "./problem.ts";
import { tidyCustomRunSpec, tidyCustomRunStatus } from "./tidy-custom-run.ts";
import { tidyPipelineSpec, tidyTaskSpec } from "./tidy-program.ts";
import { tidyPipelineRunSpec, tidyTaskRunSpec } from "./tidy-run.ts";

/** How the webhook treats one kind of object. */
interface Treatment {
  /** Undefined: the API server prunes the spec. */
  readonly shape?: Schema;
  readonly tidy: (spec: JsonObject, request: AdmissionRequest) => JsonObject;
  readonly check: (spec: JsonObject) => readonly Problem[];
  /** What of the spec may change after creation; undefined: everything. */
  readonly changeable?: readonly string[];
}

// The shape is checked before anything else reads a spec, so that it may be read as what the schema describes.
const TREATMENTS: Readonly<Record<string, Treatment>> = {
  pipelines: {
    shape: PIPELINE_SPEC,
    tidy: (spec) => ({ ...tidyPipelineSpec(spec) }),
    check: (spec) => checkPipeline(spec, "spec"),
  },
  tasks: {
    shape: TASK_SPEC,
    tidy: (spec) => ({ ...tidyTaskSpec(spec as TaskSpec) }),
    check: (spec) => checkTaskSpec(spec, "spec"),
  },
  pipelineruns: {
    shape: PIPELINE_RUN_SPEC,
    tidy: (spec) => ({ ...tidyPipelineRunSpec(spec) }),
    check: (spec) => checkPipelineRunSpec(spec),
    changeable: ["status"],
  },
  taskruns: {
    shape: TASK_RUN_SPEC,
    tidy: (spec) => ({ ...tidyTaskRunSpec(spec) }),
    check: (spec) => checkTaskRunSpec(spec),
    changeable: ["status", "statusMessage"],
  },
  customruns: {
    tidy: (spec) => ({ ...tidyCustomRunSpec(spec) }),
    check: (spec) => checkCustomRunSpec(spec),
  },
};

/** Tekton's webhook for its own kinds, as far as the small Tekton knows them: defaults, then refusals. */
export const admitTekton: AdmissionHook = (request) => {
  const treatment = request.resource.group === "tekton.dev" ? TREATMENTS[request.resource.plural] : undefined;
  if (treatment === undefined) return request.object;
  refuse(checkName(request.object));
  const spec = admitSpec(request, treatment);
  const metadata = admitMetadata(request);
  const status = request.resource.plural === "customruns" ? admitStatus(request.object) : {};
  return { ...request.object, metadata, spec, ...status };
};

function admitSpec(request: AdmissionRequest, treatment: Treatment): JsonObject {
  if (!isJsonObject(request.object["spec"]))
    throw new AdmissionDenied("validation failed: missing field(s): spec");
  const isOld = request.resource.plural === "pipelineruns" && request.resource.version === "v1beta1";
  const given = objectAt(request.object, "spec");
  const written = isOld ? pipelineRunSpecFromV1beta1(given) : given;
  if (treatment.shape !== undefined) refuse(checkShape(written, treatment.shape, "spec"));
  const spec = treatment.tidy(written, request);
  refuse(checkChange(request, spec, treatment));
  refuse(treatment.check(spec));
  return spec;
}

/** The spec as it was is brought up to the same defaults first, so that only a real change counts. */
function checkChange(request: AdmissionRequest, spec: JsonObject, treatment: Treatment): readonly Problem[] {
  const { oldObject } = request;
  if (treatment.changeable === undefined || oldObject === undefined) return [];
  const before = treatment.tidy(objectAt(oldObject, "spec"), request);
  return checkSpecUpdate(
    { kind: String(oldObject["kind"]), spec: before, status: objectAt(oldObject, "status") },
    spec,
    treatment.changeable,
  );
}

/** A TaskRun says who manages it; annotations of Tekton Chains are dropped at creation, as Tekton does. */
function admitMetadata({ object, operation, resource }: AdmissionRequest): JsonObject {
  const metadata = objectAt(object, "metadata");
  if (operation !== "CREATE" || !["pipelineruns", "taskruns"].includes(resource.plural)) return metadata;
  const annotations = Object.entries(objectAt(metadata, "annotations"));
  const kept = annotations.filter(([key]) => !key.startsWith("chains.tekton.dev/"));
  const managedBy = { "app.kubernetes.io/managed-by": "tekton-pipelines" };
  return {
    ...metadata,
    ...(annotations.length > 0 && { annotations: Object.fromEntries(kept) }),
    ...(resource.plural === "taskruns" && { labels: { ...managedBy, ...objectAt(metadata, "labels") } }),
  };
}

function admitStatus(object: JsonObject): JsonObject {
  if (!isJsonObject(object["status"])) return {};
  const status = objectAt(object, "status");
  refuse(checkCustomRunStatus(status));
  return { status: tidyCustomRunStatus(status) };
}

function checkName(object: JsonObject): readonly Problem[] {
  const { name = "" } = objectAt(object, "metadata") as { name?: string };
  return isObjectName(name)
    ? []
    : [{ path: "metadata.name", message: `"${name}" is not a DNS subdomain of at most 63 characters` }];
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new AdmissionDenied(`validation failed: ${describeProblems(problems)}`);
}
