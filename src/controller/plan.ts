// From what was gathered to the one next write. Pure: ordered lists of small rules, the first that answers counts.
import { isRunDone } from "../objects/run/run-status.ts";
import {
  archiveAttempt,
  labelApproval,
  recordClosing,
  recordTimeOut,
  refuseForgedRequest,
  startOpenedApproval,
  tellAsked,
  tellLeaving,
  waitForDeadline,
  waitForLeaving,
} from "./approval-rules.ts";
import { endDeletedRun, endRun } from "./ending-rules.ts";
import { closeLeftover, labelLeftover, type WithLeftover } from "./leftover-rules.ts";
import {
  cancelRun,
  createApproval,
  refuseParameters,
  refuseTakenName,
  replaceLeftover,
  startRun,
  waitForStranger,
} from "./opening-rules.ts";
import { refuseTellings } from "./telling-rules.ts";
import { moveLink, moveMessage } from "./link-rules.ts";
import type { PlanContext, Rule, WithApproval, WithoutApproval } from "./rule.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Step } from "./step.ts";

/** What to do next for a name. The same snapshot gives the same step; when there is nothing to write, a wait. */
export function plan(snapshot: Snapshot, context: PlanContext): Step {
  const { run, approval, stranger } = snapshot;
  if (approval !== undefined) return firstAnswer(WITH_APPROVAL, { ...snapshot, approval }, context);
  if (run !== undefined && !isRunDone(run))
    return firstAnswer(WITHOUT_APPROVAL, { ...snapshot, run }, context);
  if (run !== undefined && stranger !== undefined)
    return firstAnswer(BESIDE_ENDED_RUN, { ...snapshot, run, stranger }, context);
  return { kind: "wait" };
}

function firstAnswer<S extends Snapshot>(rules: readonly Rule<S>[], snapshot: S, context: PlanContext): Step {
  for (const rule of rules) {
    const step = rule(snapshot, context);
    if (step !== undefined) return step;
  }
  return { kind: "wait" };
}

/** The order is the meaning: what is recorded comes before what could still change it. */
const WITH_APPROVAL: readonly Rule<WithApproval>[] = [
  waitForLeaving,
  refuseForgedRequest,
  startOpenedApproval,
  recordClosing,
  recordTimeOut,
  archiveAttempt,
  endDeletedRun,
  endRun,
  tellLeaving,
  tellAsked,
  moveLink,
  moveMessage,
  labelApproval,
  waitForDeadline,
];

const WITHOUT_APPROVAL: readonly Rule<WithoutApproval>[] = [
  cancelRun,
  refuseParameters,
  refuseTellings,
  startRun,
  waitForStranger,
  replaceLeftover,
  refuseTakenName,
  createApproval,
];

const BESIDE_ENDED_RUN: readonly Rule<WithLeftover>[] = [closeLeftover, labelLeftover];
