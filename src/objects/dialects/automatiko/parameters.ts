// The parameters of an approval, each written once: the reader, the definition and docs/reference are made from this table.
import { STRATEGIES, type Strategy } from "../../../decision/request.ts";
import type { Result } from "../../../std/result.ts";
import { type ApprovalSpec, BOUNDS, ON_REJECT } from "../../approval/approval-task.ts";
import {
  listOf,
  nameOf,
  numberOf,
  type StructuralSchema,
  textOf,
  wordOf,
} from "../../definition/structural-schema.ts";
import type { ParameterError } from "../../parameters/parameter-error.ts";
import { readNames } from "../../parameters/read-names.ts";
import { readBoundedText, readChoice, readCount, readLine } from "../../parameters/read-value.ts";

/** The fields of a request that a run gives as parameters of the same names. */
export type ParameterName = Exclude<keyof ApprovalSpec, "retries" | "run" | "task" | "pipelineRun">;

interface Parameter<T> {
  /** Gets a blank value only with `refusesBlank`: else that is as good as none. A refusal is a sentence that names the parameter. */
  readonly read: (name: string, value: unknown) => Result<T, ParameterError>;
  /** The field in the definition; the reference has its description too. */
  readonly schema: StructuralSchema;
  /** What is taken instead, for the reference. Markdown. */
  readonly whenAbsent: string;
  /** Where what is taken instead may be a weaker gate than was meant: a blank value is then no absence. */
  readonly refusesBlank?: true;
}

export const DEFAULTS = { strategy: "SINGLE", onReject: "continue" } as const;

const MEANING: Readonly<Record<Strategy, string>> = {
  SINGLE: "any one of them decides",
  MULTI: "each of them must approve",
  FOUR_EYES: "two different people must approve, one after the other",
  QUORUM: "approvalsRequired different people must approve",
};
const MEANINGS = STRATEGIES.map((strategy) => `${strategy}: ${MEANING[strategy]}.`).join(" ");

/** What other products call them, in small letters. */
const MEANT_STRATEGIES: Readonly<Record<string, Strategy>> = {
  all: "MULTI",
  every: "MULTI",
  everyone: "MULTI",
  unanimous: "MULTI",
  any: "SINGLE",
  anyone: "SINGLE",
  one: "SINGLE",
  count: "QUORUM",
  minimum: "QUORUM",
};

/** In the order of the reference. */
export const PARAMETERS: {
  readonly [Name in ParameterName]: Parameter<NonNullable<ApprovalSpec[Name]>>;
} = {
  pipeline: {
    read: (name, value) => readLine(name, value, BOUNDS.name),
    schema: nameOf("Name of the pipeline, as people know it.", BOUNDS.name),
    whenAbsent: "the pipeline's name; for a run made by hand, the run's name",
  },
  title: {
    read: (name, value) => readLine(name, value, BOUNDS.title),
    schema: nameOf("One line that says what is asked.", BOUNDS.title),
    whenAbsent: "the first line of the description; failing that, the pipeline and task",
  },
  description: {
    read: (name, value) => readBoundedText(name, value, BOUNDS.description),
    schema: textOf("What is asked, in Markdown.", BOUNDS.description),
    whenAbsent: "nothing",
  },
  approvers: {
    read: readNames,
    schema: listOf(
      "Users who may vote. Ignored when groups are given.",
      nameOf("Name of a user, compared exactly.", BOUNDS.name),
      BOUNDS.assignees,
      1,
    ),
    whenAbsent: "`groups` must be given",
  },
  groups: {
    read: readNames,
    schema: listOf(
      "Groups whose members may vote.",
      nameOf("Name of a group, compared exactly.", BOUNDS.name),
      BOUNDS.assignees,
      1,
    ),
    whenAbsent: "`approvers` must be given",
  },
  strategy: {
    read: (name, value) => readChoice(name, value, STRATEGIES, MEANT_STRATEGIES),
    schema: wordOf(`${MEANINGS} One rejection rejects.`, STRATEGIES),
    whenAbsent: `\`${DEFAULTS.strategy}\`; with \`approvalsRequired\`, \`QUORUM\``,
    refusesBlank: true,
  },
  approvalsRequired: {
    read: (name, value) => readCount(name, value, BOUNDS.votes),
    schema: numberOf("How many different people must approve, for QUORUM.", 1, BOUNDS.votes),
    whenAbsent: "refused for `QUORUM`",
    refusesBlank: true,
  },
  onReject: {
    read: (name, value) => readChoice(name, value, ON_REJECT),
    schema: wordOf(
      "What a rejection does to the run: continue lets it succeed with the result decision=false, fail makes it fail.",
      ON_REJECT,
    ),
    whenAbsent: `\`${DEFAULTS.onReject}\``,
    refusesBlank: true,
  },
  notifyOnSlack: {
    read: (name, value) => readLine(name, value, BOUNDS.notify),
    schema: textOf("Where to tell people on Slack, as the pipeline gives it.", BOUNDS.notify),
    whenAbsent: "nothing",
  },
  notifyOnTeams: {
    read: (name, value) => readLine(name, value, BOUNDS.notify),
    schema: textOf("Where to tell people on Teams, as the pipeline gives it.", BOUNDS.notify),
    whenAbsent: "nothing",
  },
};

export const PARAMETER_NAMES = Object.keys(PARAMETERS) as readonly ParameterName[];
