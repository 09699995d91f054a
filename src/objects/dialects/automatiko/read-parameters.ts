import { compileStages } from "../../../decision/compile-stages.ts";
import type { Stage, Strategy } from "../../../decision/request.ts";
import { ok, refuse, type Result } from "../../../std/result.ts";
import { type ApprovalSpec, assigneesOf } from "../../approval/approval-task.ts";
import { findTaskName } from "../../approval/approval-spec.ts";
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

/** What is said, as far as it can be read, and what is wrong with it. */
interface Read {
  readonly asked: Asked;
  readonly errors: readonly ParameterError[];
  /** What cannot be read, and not be guessed either: nothing can be concluded from it. */
  readonly unclear: ReadonlySet<ParameterName>;
}

/**
 * Reads what a run asks for, from `params` or an embedded spec. All that is wrong is reported together; nothing is
 * guessed and nothing ignored, because a gate that is weaker than written is worse than none.
 */
export function readParameters(run: CustomRun): Result<ApprovalParameters, readonly ParameterError[]> {
  const { asked, errors: faults, unclear } = readEach(collectParameters(run));
  const timeout = readTimeout(run);
  const compiled = compile(asked, unclear);
  const stages = compiled.ok ? compiled.value : [];
  const retries = readRetries(run, stages);
  const errors = [
    ...faults,
    ...(compiled.ok ? [] : compiled.error),
    ...[timeout, retries].flatMap((read) => (read.ok ? [] : [read.error])),
  ];
  if (errors.length > 0 || !timeout.ok || !retries.ok) return refuse(errors);
  const request = complete(run, asked, retries.value);
  const fits = checkFit(run, { asked: request, stages, votes: countMostVotes(retries.value, stages) });
  if (!fits.ok) return refuse([fits.error]);
  return ok({ ...request, stages, ...(timeout.value === undefined ? {} : { timeoutMs: timeout.value }) });
}

/** What was probably meant stands in for what cannot be read, so that what is wrong with that is told, too. */
function readEach(given: GivenParameters): Read {
  const errors = [...given.errors];
  const unclear = new Set(given.unclear);
  const values = new Map<ParameterName, unknown>();
  for (const name of PARAMETER_NAMES.filter((known) => given.values.has(known))) {
    const result = PARAMETERS[name].read(name, given.values.get(name));
    if (result.ok) values.set(name, result.value);
    else {
      errors.push(result.error);
      if (result.error.meant === undefined) unclear.add(name);
      else values.set(name, result.error.meant);
    }
  }
  // Each is of its field's type, because the table says so of what read it.
  return { asked: Object.fromEntries(values) as Asked, errors, unclear };
}

/** Of what is unclear, nothing is concluded. */
function compile(
  asked: Asked,
  unclear: Read["unclear"],
): Result<readonly Stage[], readonly ParameterError[]> {
  const { approvers = [], groups = [], approvalsRequired } = asked;
  if (unclear.has("approvers") || unclear.has("groups")) return ok([]);
  const isRuleUnclear = unclear.has("strategy") || unclear.has("approvalsRequired");
  const strategy = isRuleUnclear ? "SINGLE" : strategyOf(asked);
  const number = approvalsRequired === undefined || isRuleUnclear ? {} : { approvalsRequired };
  const compiled = compileStages({ strategy, assignees: assigneesOf({ approvers, groups }), ...number });
  if (compiled.ok) return compiled;
  return refuse(
    compiled.errors.map(({ field, message }) => ({
      parameter: field,
      message: `Parameters cannot be fulfilled: ${message}.`,
    })),
  );
}

function strategyOf({ strategy, approvalsRequired }: Asked): Strategy {
  return strategy ?? (approvalsRequired === undefined ? DEFAULTS.strategy : "QUORUM");
}

/** With every default filled in. */
function complete(
  run: CustomRun,
  asked: Asked,
  retries: number,
): Omit<ApprovalParameters, "stages" | "timeoutMs"> {
  const labels = run.metadata.labels ?? {};
  const pipeline = asked.pipeline ?? (labels["tekton.dev/pipeline"] || run.metadata.name);
  const task = findTaskName(run);
  const named = shorten(task === undefined ? pipeline : `${pipeline} › ${task}`);
  return {
    ...asked,
    pipeline,
    title: asked.title ?? takeTitle(asked.description ?? "") ?? named,
    approvers: asked.approvers ?? [],
    groups: asked.groups ?? [],
    strategy: strategyOf(asked),
    onReject: asked.onReject ?? DEFAULTS.onReject,
    ...(retries === 0 ? {} : { retries }),
  };
}
