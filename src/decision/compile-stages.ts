import type { Assignee } from "./assignee.ts";
import { identifyPerson } from "./identify-person.ts";
import { listNames } from "./list-names.ts";
import type { Stage, Strategy } from "./request.ts";

export interface StagesInput {
  readonly strategy: Strategy;
  readonly assignees: readonly Assignee[];
  /** For QUORUM, and for nothing else. */
  readonly approvalsRequired?: number;
}

/** Why no stages can be made: the parameter to blame, and a sentence that names it. */
interface StagesError {
  readonly field: "approvers" | "approvalsRequired" | "strategy";
  readonly message: string;
}

/** Has the shape of `Result`, which the engine does not import. */
export type CompiledStages =
  | { readonly ok: true; readonly value: readonly Stage[] }
  | { readonly ok: false; readonly errors: readonly StagesError[] };

/** What a rule looks at: the assignees are those left when exact duplicates are gone. */
interface Plan extends StagesInput {
  /** Names of users, the spellings of one person together. */
  readonly spellings: readonly (readonly string[])[];
  readonly hasGroup: boolean;
}

type PlanRule = (plan: Plan) => StagesError | undefined;

const isUnassigned: PlanRule = ({ assignees }) =>
  assignees.length > 0
    ? undefined
    : {
        field: "approvers",
        message:
          "neither approvers nor groups names anybody, and nobody does not mean everybody: name who may approve",
      };

const isQuorumWithoutNumber: PlanRule = ({ strategy, approvalsRequired }) =>
  strategy !== "QUORUM" || approvalsRequired !== undefined
    ? undefined
    : {
        field: "approvalsRequired",
        message: "strategy is QUORUM, but approvalsRequired is missing: say how many people must approve",
      };

const isNumberWithoutQuorum: PlanRule = ({ strategy, approvalsRequired }) =>
  strategy === "QUORUM" || approvalsRequired === undefined
    ? undefined
    : {
        field: "approvalsRequired",
        message: `approvalsRequired is given with strategy ${strategy}, which has its own number: leave one of them out`,
      };

const isNumberNotPositive: PlanRule = ({ approvalsRequired }) =>
  approvalsRequired === undefined || (Number.isSafeInteger(approvalsRequired) && approvalsRequired >= 1)
    ? undefined
    : {
        field: "approvalsRequired",
        message: `approvalsRequired is ${approvalsRequired}: give a whole number of 1 or more`,
      };

/** Members of a group are not known here, so only users can be too few. */
const isQuorumTooLarge: PlanRule = ({ strategy, approvalsRequired = 1, spellings, hasGroup }) =>
  strategy !== "QUORUM" || hasGroup || spellings.length === 0 || approvalsRequired <= spellings.length
    ? undefined
    : {
        field: "approvalsRequired",
        message: `approvalsRequired is ${approvalsRequired}, but approvers names ${countPeople(spellings)}: name more people, or require fewer`,
      };

const isFourEyesWithOnePerson: PlanRule = ({ strategy, spellings, hasGroup }) =>
  strategy !== "FOUR_EYES" || hasGroup || spellings.length !== 1
    ? undefined
    : {
        field: "approvers",
        message: `approvers names ${countPeople(spellings)}, but strategy FOUR_EYES needs two: name at least two people`,
      };

const isMultiWithOnePersonTwice: PlanRule = ({ strategy, spellings }) => {
  const twice = spellings.find((names) => names.length > 1);
  return strategy !== "MULTI" || twice === undefined
    ? undefined
    : {
        field: "approvers",
        message: `approvers names ${listNames(twice, "and")}, who count as one person, but strategy MULTI needs a vote from each: name this person once`,
      };
};

const RULES: readonly PlanRule[] = [
  isUnassigned,
  isQuorumWithoutNumber,
  isNumberWithoutQuorum,
  isNumberNotPositive,
  isQuorumTooLarge,
  isFourEyesWithOnePerson,
  isMultiWithOnePersonTwice,
];

/**
 * Turns a strategy into stages, the only thing the engine knows. What nobody could ever fulfil is refused here, everything
 * at once.
 */
export function compileStages(input: StagesInput): CompiledStages {
  const plan = planStages(input);
  const errors = RULES.map((rule) => rule(plan)).filter((error) => error !== undefined);
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value: makeStages(plan) };
}

function makeStages({ strategy, assignees, approvalsRequired = 1 }: Plan): readonly Stage[] {
  const one: Stage = { assignees, required: 1, counts: "people" };
  switch (strategy) {
    case "SINGLE":
      return [one];
    case "MULTI":
      return [{ assignees, required: assignees.length, counts: "assignees" }];
    case "FOUR_EYES":
      return [one, one];
    case "QUORUM":
      return [{ ...one, required: approvalsRequired }];
  }
}

function planStages(input: StagesInput): Plan {
  const assignees = dropDuplicates(input.assignees);
  const users = assignees.filter(({ kind }) => kind === "user").map(({ name }) => name);
  return {
    ...input,
    assignees,
    spellings: [...Map.groupBy(users, identifyPerson).values()],
    hasGroup: users.length < assignees.length,
  };
}

/** Names in NFC, each once. */
function dropDuplicates(assignees: readonly Assignee[]): readonly Assignee[] {
  const known = new Map<string, Assignee>();
  for (const { kind, name: given } of assignees) {
    const name = given.normalize("NFC");
    const key = `${kind} ${name}`;
    if (!known.has(key)) known.set(key, { kind, name });
  }
  return [...known.values()];
}

function countPeople(spellings: readonly (readonly string[])[]): string {
  const number = spellings.length === 1 ? "only one person" : `only ${spellings.length} different people`;
  const twice = spellings.find((names) => names.length > 1);
  return twice === undefined ? number : `${number} (${listNames(twice, "and")} count as one)`;
}
