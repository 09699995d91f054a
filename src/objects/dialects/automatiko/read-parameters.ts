import { compileStages } from "../../../decision/compile-stages.ts";
import { ok, refuse, type Result } from "../../../std/result.ts";
import { type ApprovalSpec, assigneesOf } from "../../approval/approval-task.ts";
import type { CustomRun } from "../../run/custom-run.ts";
import { shorten, takeTitle } from "../../parameters/default-title.ts";
import { checkFit } from "../../approval/fit-object.ts";
import type { ApprovalParameters } from "../dialect.ts";
import { collectParameters, type GivenParameters } from "./given-parameters.ts";
import { DEFAULTS, PARAMETER_NAMES, type ParameterName, PARAMETERS } from "./parameters.ts";
import type { ParameterError } from "../../parameters/parameter-error.ts";
import { countMostVotes, readRetries } from "../../parameters/read-retries.ts";
import { readTimeout } from "../../parameters/read-timeout.ts";

/** What the parameters that are given say. */
type Asked = Partial<Pick<ApprovalSpec, ParameterName>>;

/**
 * Reads what a run asks for, from `params` or an embedded spec. All that is wrong is reported together; nothing is
 * guessed and nothing ignored, because a gate that is weaker than written is worse than none.
 */
export function readParameters(run: CustomRun): Result<ApprovalParameters, readonly ParameterError[]> {
  const given = collectParameters(run);
  const asked = given.ok ? readEach(given.value) : given;
  const timeout = readTimeout(run);
  if (!asked.ok || !timeout.ok) {
    return refuse([...(asked.ok ? [] : asked.error), ...(timeout.ok ? [] : [timeout.error])]);
  }
  return complete(run, asked.value, timeout.value);
}

function readEach(given: GivenParameters): Result<Asked, readonly ParameterError[]> {
  const errors: ParameterError[] = [];
  const values = new Map<ParameterName, unknown>();
  for (const name of PARAMETER_NAMES.filter((known) => given.has(known))) {
    const result = PARAMETERS[name].read(name, given.get(name));
    if (!result.ok) errors.push(result.error);
    else if (result.value !== undefined) values.set(name, result.value);
  }
  // Each is of its field's type, because the table says so of what read it.
  return errors.length > 0 ? refuse(errors) : ok(Object.fromEntries(values) as Asked);
}

function complete(
  run: CustomRun,
  given: Asked,
  timeoutMs: number | undefined,
): Result<ApprovalParameters, readonly ParameterError[]> {
  const { approvers = [], groups = [], approvalsRequired } = given;
  const strategy = given.strategy ?? (approvalsRequired === undefined ? DEFAULTS.strategy : "QUORUM");
  const number = approvalsRequired === undefined ? {} : { approvalsRequired };
  const compiled = compileStages({ strategy, assignees: assigneesOf({ approvers, groups }), ...number });
  if (!compiled.ok) {
    const { field, message } = compiled.error;
    return refuse([{ parameter: field, message: `Parameters cannot be fulfilled: ${message}.` }]);
  }
  const retries = readRetries(run, compiled.value);
  if (!retries.ok) return refuse([retries.error]);
  const labels = run.metadata.labels ?? {};
  const pipeline = given.pipeline ?? labels["tekton.dev/pipeline"] ?? run.metadata.name;
  const task = labels["tekton.dev/pipelineTask"];
  const named = shorten(task === undefined ? pipeline : `${pipeline} › ${task}`);
  const asked: Omit<ApprovalParameters, "stages" | "timeoutMs"> = {
    ...given,
    pipeline,
    title: given.title ?? takeTitle(given.description ?? "") ?? named,
    approvers,
    groups,
    strategy,
    onReject: given.onReject ?? DEFAULTS.onReject,
    ...(retries.value === 0 ? {} : { retries: retries.value }),
  };
  const stages = compiled.value;
  const fits = checkFit(run, { asked, stages, votes: countMostVotes(retries.value, stages) });
  if (!fits.ok) return refuse([fits.error]);
  return ok({ ...asked, stages, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
}
