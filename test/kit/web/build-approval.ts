// Approvals as they are stored, in whatever state a page may have to show: people's answers are admitted and judged by the
// engine, as at a door.
import { admitVote } from "../../../src/decision/admit-vote.ts";
import type { Strategy } from "../../../src/decision/request.ts";
import type { CancelReason } from "../../../src/decision/verdict.ts";
import { addVote } from "../../../src/objects/approval/add-vote.ts";
import { applyVerdict } from "../../../src/objects/approval/apply-verdict.ts";
import { readRequest, readVotes } from "../../../src/objects/approval/approval-request.ts";
import {
  APPROVAL_API_VERSION,
  APPROVAL_KIND,
  type ApprovalSpec,
  type ApprovalTask,
  type RecordedVote,
} from "../../../src/objects/approval/approval-task.ts";
import type { EarlierNotices, NoticeRecord } from "../../../src/objects/approval/notice.ts";
import { beginNextAttempt } from "../../../src/objects/approval/retry-approval.ts";
import { judgeApproval } from "../../../src/objects/approval/judge-approval.ts";
import { computeDigest } from "../../../src/objects/approval/request-digest.ts";
import type { CustomRun } from "../../../src/objects/run/custom-run.ts";
import type { PipelineRun } from "../../../src/objects/run/pipeline-run.ts";
import { makeAskingRun } from "../make-run.ts";
import { makeVote } from "../make-vote.ts";
import { buildPipelineRun, buildSiblings, type PipelineRunChanges } from "./build-pipeline-run.ts";

/** 2026-11-24 14:02:00 in UTC: the time that tests of pages hold still. */
export const TEST_NOW_MS = Date.parse("2026-11-24T14:02:00Z");

/** The approval that `buildApproval` builds when nothing differs. */
export const REF = { namespace: "shop-prod", name: "release-shop-web-x7k2p-approve-production" };
export const PAGE = `/approvals/${REF.namespace}/${REF.name}`;

/** An approval, the run that asks for it, and what is watched of the PipelineRun behind both. */
export interface SampleApproval {
  readonly task: ApprovalTask;
  readonly run: CustomRun;
  readonly pipelineRun?: PipelineRun;
  /** Other runs of its matrix. */
  readonly siblings?: readonly CustomRun[];
}

/** What differs from a vote that approves in open mode by web. */
export interface VoteChanges extends Partial<
  Omit<RecordedVote, "digest" | "attempt" | "stage" | "assignees">
> {
  readonly by: string;
  /** Absent: a member of all groups. */
  readonly groups?: readonly string[];
}

type AskedParts = Pick<
  ApprovalSpec,
  | "pipeline"
  | "title"
  | "description"
  | "strategy"
  | "approvalsRequired"
  | "onReject"
  | "approvers"
  | "groups"
  | "retries"
>;

export interface ApprovalChanges extends Partial<AskedParts>, PipelineRunChanges {
  readonly namespace?: string;
  readonly name?: string;
  /** Its name; `null`: the run was made by hand. */
  readonly pipelineRun?: string | null;
  readonly task?: string;
  readonly votes?: readonly VoteChanges[];
  /** The votes of each attempt that timed out before. */
  readonly earlierAttempts?: readonly (readonly VoteChanges[])[];
  readonly cancelled?: CancelReason;
  /** As they stand after all of that. */
  readonly notices?: readonly NoticeRecord[];
  readonly earlierNotices?: EarlierNotices;
  readonly openedAt?: string;
  /** `null`: there is none. */
  readonly deadline?: string | null;
  /** When it is looked at again after the votes, to time out or to be cancelled. */
  readonly decidedAt?: string;
}

/** Name of the pipeline task, unless another is given. */
const TASK = "approve-production";

/** A pending SINGLE approval of john, mary and peter; give what differs. */
export function buildApproval(changes: ApprovalChanges = {}): SampleApproval {
  const { namespace = REF.namespace, name = REF.name } = changes;
  const run = makeAskingRun(name, {}, { namespace, metadata: { uid: `uid-of-run-${name}` } });
  const { votes = [], openedAt = "2026-11-24T13:44:31Z", decidedAt, cancelled } = changes;
  const opened = judgedAt(openTask(run, changes, openedAt), openedAt);
  const asked = (changes.earlierAttempts ?? []).reduce(timeOut, opened);
  const voted = votes.reduce(castVote, asked);
  const judged = decidedAt === undefined ? voted : judgedAt(voted, decidedAt, cancelled);
  const task = withNotices(judged, changes);
  const { pipelineRun: asking } = task.spec;
  if (asking === undefined || changes.pipelineRunStanding === "missing") return { task, run };
  const siblings = buildSiblings(run, changes);
  const named = { ...asking, task: task.spec.task ?? TASK };
  return { task, run, siblings, pipelineRun: buildPipelineRun(named, [run, ...siblings], changes) };
}

function withNotices(
  task: ApprovalTask,
  { notices, earlierNotices }: Pick<ApprovalChanges, "notices" | "earlierNotices">,
): ApprovalTask {
  const told = { ...(notices && { notices }), ...(earlierNotices && { earlierNotices }) };
  return { ...task, status: { ...task.status, ...told } };
}

/** One attempt with these votes, until everybody is asked again with the same deadline. */
function timeOut(task: ApprovalTask, votes: readonly VoteChanges[]): ApprovalTask {
  const { startTime = "", deadline = "" } = task.status ?? {};
  return beginNextAttempt(votes.reduce(castVote, task), Date.parse(deadline), Date.parse(startTime));
}

function openTask({ metadata }: CustomRun, changes: ApprovalChanges, startTime: string): ApprovalTask {
  const { name, namespace = "", uid = "" } = metadata;
  const { deadline = "2026-11-24T17:30:00Z" } = changes;
  const spec = buildSpec({ name, uid }, changes);
  return {
    apiVersion: APPROVAL_API_VERSION,
    kind: APPROVAL_KIND,
    metadata: {
      namespace,
      name,
      uid: `uid-of-approval-${name}`,
      ownerReferences: [{ apiVersion: "tekton.dev/v1beta1", kind: "CustomRun", name, uid, controller: true }],
    },
    spec,
    status: {
      attempt: 1,
      stages: readRequest({ spec }).stages,
      startTime,
      ...(deadline === null ? {} : { deadline }),
      votes: [],
    },
  };
}

function buildSpec(run: ApprovalSpec["run"], changes: ApprovalChanges): ApprovalSpec {
  const { pipelineRun = "release-shop-web-x7k2p", task = TASK, groups } = changes;
  const { approvers = groups === undefined ? ["john", "mary", "peter"] : undefined } = changes;
  const strategy: Strategy = changes.strategy ?? "SINGLE";
  return {
    pipeline: changes.pipeline ?? "release-shop-web",
    title: changes.title ?? "Release shop-web 2.14.0 to production",
    description: changes.description ?? "**2.14.0** brings the new address form and 14 fixes.",
    strategy,
    onReject: changes.onReject ?? "continue",
    ...(changes.approvalsRequired && { approvalsRequired: changes.approvalsRequired }),
    ...(approvers && { approvers }),
    ...(groups && { groups }),
    ...(changes.retries && { retries: changes.retries }),
    run,
    ...(pipelineRun !== null && { task, pipelineRun: { name: pipelineRun, uid: `uid-of-${pipelineRun}` } }),
  };
}

/** As a door takes it. Throws when the engine does not. */
function castVote(approval: ApprovalTask, { groups, ...vote }: VoteChanges): ApprovalTask {
  const { by, time = "2026-11-24T13:52:10Z", issuer = "open", email } = vote;
  const timeMs = Date.parse(time);
  const address = email === undefined ? {} : { email };
  const voter = { name: by, issuer, ...address, groups: groups ?? approval.spec.groups ?? [] };
  const admitted = admitVote(readRequest(approval), readVotes(approval), voter, timeMs);
  if (!admitted.ok) throw new Error(`the vote of ${by} is not taken: ${admitted.error}`);
  const digest = computeDigest(approval.spec);
  const { attempt = 1 } = approval.status ?? {};
  return addVote(
    approval,
    makeVote(by, { time, issuer, ...vote, digest, attempt, ...admitted.value }),
    timeMs,
  );
}

function judgedAt(task: ApprovalTask, time: string, cancelled?: CancelReason): ApprovalTask {
  const nowMs = Date.parse(time);
  return applyVerdict(task, nowMs, judgeApproval(task, nowMs, cancelled));
}
