import { compileStages } from "../../decision/compile-stages.ts";
import { type Stage, STRATEGIES, type Strategy } from "../../decision/request.ts";
import { ok, refuse, type Result } from "../../std/result.ts";
import { type ApprovalSpec, assigneesOf, BOUNDS, ON_REJECT } from "../approval/approval-task.ts";
import type { CustomRun } from "../run/custom-run.ts";
import { shorten, takeTitle } from "./default-title.ts";
import { checkFit } from "../approval/fit-object.ts";
import { collectParameters, type GivenParameters, type ParameterName } from "./given-parameters.ts";
import type { ParameterError } from "./parameter-error.ts";
import { readNames } from "./read-names.ts";
import { countMostVotes, readRetries } from "./read-retries.ts";
import { readTimeout } from "./read-timeout.ts";
import { readBoundedText, readChoice, readCount, readLine } from "./read-value.ts";

/** What a run asks for, with every default filled in. */
export interface ApprovalParameters extends Omit<ApprovalSpec, "run" | "task" | "pipelineRun"> {
  readonly approvers: readonly string[];
  readonly groups: readonly string[];
  readonly stages: readonly Stage[];
  /** The run's own time limit; absent: none of ours. */
  readonly timeoutMs?: number;
}

/** Text is missing where the parameter is absent or blank. */
interface ReadParameters {
  readonly pipeline: string | undefined;
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly approvers: readonly string[] | undefined;
  readonly groups: readonly string[] | undefined;
  readonly strategy: Strategy | undefined;
  readonly approvalsRequired: number | undefined;
  readonly onReject: ApprovalSpec["onReject"] | undefined;
  readonly notifyOnSlack: string | undefined;
  readonly notifyOnTeams: string | undefined;
  readonly timeoutMs: number | undefined;
}

/**
 * Reads what a run asks for, from `params` or an embedded spec. All that is wrong is reported together; nothing is
 * guessed and nothing ignored, because a gate that is weaker than written is worse than none.
 */
export function readParameters(run: CustomRun): Result<ApprovalParameters, readonly ParameterError[]> {
  const given = collectParameters(run);
  const timeout = readTimeout(run);
  if (!given.ok) return refuse(timeout.ok ? given.error : [...given.error, timeout.error]);
  const errors: ParameterError[] = [];
  const read = readEach(given.value, timeout, errors);
  if (errors.length > 0) return refuse(errors);
  return complete(run, read);
}

function readEach(
  given: GivenParameters,
  timeout: Result<number | undefined, ParameterError>,
  errors: ParameterError[],
): ReadParameters {
  function keep<T>(result: Result<T, ParameterError>): T | undefined {
    if (result.ok) return result.value;
    errors.push(result.error);
    return undefined;
  }
  function take<T>(name: ParameterName, read: (value: unknown) => Result<T, ParameterError>): T | undefined {
    return given.has(name) ? keep(read(given.get(name))) : undefined;
  }
  return {
    pipeline: take("pipeline", (value) => readLine("pipeline", value, BOUNDS.name)),
    title: take("title", (value) => readLine("title", value, BOUNDS.title)),
    description: take("description", (value) => readBoundedText("description", value, BOUNDS.description)),
    approvers: take("approvers", (value) => readNames("approvers", value)),
    groups: take("groups", (value) => readNames("groups", value)),
    strategy: take("strategy", (value) => readChoice("strategy", value, STRATEGIES)),
    approvalsRequired: take("approvalsRequired", (value) =>
      readCount("approvalsRequired", value, BOUNDS.votes),
    ),
    onReject: take("onReject", (value) => readChoice("onReject", value, ON_REJECT)),
    notifyOnSlack: take("notifyOnSlack", (value) => readLine("notifyOnSlack", value, BOUNDS.notify)),
    notifyOnTeams: take("notifyOnTeams", (value) => readLine("notifyOnTeams", value, BOUNDS.notify)),
    timeoutMs: keep(timeout),
  };
}

function complete(
  run: CustomRun,
  read: ReadParameters,
): Result<ApprovalParameters, readonly ParameterError[]> {
  const { description, notifyOnSlack, notifyOnTeams, timeoutMs, approvalsRequired } = read;
  const { approvers = [], groups = [] } = read;
  const strategy = read.strategy ?? (approvalsRequired === undefined ? "SINGLE" : "QUORUM");
  const number = approvalsRequired === undefined ? {} : { approvalsRequired };
  const compiled = compileStages({ strategy, assignees: assigneesOf({ approvers, groups }), ...number });
  if (!compiled.ok) {
    const { field, message } = compiled.error;
    return refuse([{ parameter: field, message: `Parameters cannot be fulfilled: ${message}.` }]);
  }
  const retries = readRetries(run, compiled.value);
  if (!retries.ok) return refuse([retries.error]);
  const labels = run.metadata.labels ?? {};
  const pipeline = read.pipeline ?? labels["tekton.dev/pipeline"] ?? run.metadata.name;
  const task = labels["tekton.dev/pipelineTask"];
  const named = shorten(task === undefined ? pipeline : `${pipeline} › ${task}`);
  const asked: Omit<ApprovalParameters, "stages" | "timeoutMs"> = {
    pipeline,
    title: read.title ?? (description === undefined ? undefined : takeTitle(description)) ?? named,
    ...(description === undefined ? {} : { description }),
    approvers,
    groups,
    strategy,
    ...number,
    onReject: read.onReject ?? "continue",
    ...(retries.value === 0 ? {} : { retries: retries.value }),
    ...(notifyOnSlack === undefined ? {} : { notifyOnSlack }),
    ...(notifyOnTeams === undefined ? {} : { notifyOnTeams }),
  };
  const stages = compiled.value;
  const fits = checkFit(run, { asked, stages, votes: countMostVotes(retries.value, stages) });
  if (!fits.ok) return refuse([fits.error]);
  return ok({ ...asked, stages, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
}
