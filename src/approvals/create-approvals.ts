import type { Cluster } from "../cluster/watch-cluster.ts";
import { admitVote } from "../decision/admit-vote.ts";
import { findPositions } from "../decision/entitlement.ts";
import type { Voter } from "../decision/request.ts";
import type { KubeApi } from "../kube/kube-api.ts";
import { readIfThere } from "../kube/read-if-there.ts";
import { isOpened } from "../objects/approval/approval-standing.ts";
import { isBeingDeleted } from "../objects/being-deleted.ts";
import { readRequest, readVotes } from "../objects/approval/approval-request.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { APPROVAL_TASKS } from "../objects/resources.ts";
import type { Clock } from "../std/clock.ts";
import { type Logger, silentLogger } from "../std/logger.ts";
import { ok, refuse, type Result } from "../std/result.ts";
import type { ApprovalIndex } from "./approval-index.ts";
import type { ApprovalDetail, ApprovalView } from "./approval-view.ts";
import type { ApprovalRef, Approvals, ListFilter, Page } from "./approvals.ts";
import { judgeApproval } from "../objects/approval/judge-approval.ts";
import { pageOf } from "./page-of.ts";
import type { VoteOutcome } from "./cast-vote.ts";
import { findPipelineRunIn } from "./pipeline-run-facts.ts";
import { createVoteQueue } from "./queue-vote.ts";
import { readInbox } from "./read-inbox.ts";
import type { ServedNamespaces } from "./served-namespaces.ts";
import { toApprovalDetail, toApprovalView, type ViewContext } from "./to-approval-view.ts";
import type { VoteLimits } from "./vote-time.ts";

export interface ApprovalsDependencies {
  readonly api: KubeApi;
  readonly cluster: Cluster;
  readonly index: ApprovalIndex;
  /** The index holds no others; what asks the API server itself asks here first. */
  readonly served: ServedNamespaces;
  readonly baseUrl: string;
  readonly clock: Clock;
  /** Told what became of each vote: `recorded`, `repeated`, or why not. */
  readonly onVote?: (outcome: string) => void;
  /** Told why votes could not be recorded; nobody when absent. */
  readonly logger?: Logger;
  readonly voteLimits?: VoteLimits;
}

/** The use cases over the watched index and, for a vote and its receipt, the API server. */
export function createApprovals(deps: ApprovalsDependencies): Approvals {
  const { api, cluster, index, baseUrl, clock, served, voteLimits, logger = silentLogger } = deps;
  const findPipelineRun = findPipelineRunIn(cluster);
  const context = (nowMs = clock.now()): ViewContext => ({ baseUrl, nowMs, findPipelineRun });
  const view = (approval: ApprovalTask, nowMs?: number): ApprovalView =>
    toApprovalView(approval, context(nowMs));
  const queueVote = createVoteQueue({
    api,
    clock,
    logger,
    view,
    cluster,
    find: (ref) => index.get(ref),
    ...(voteLimits && { limits: voteLimits }),
  });

  return {
    list: (filter) => listApprovals(index, filter, (approval) => view(approval)),
    inbox: (voter, request) =>
      readInbox(index, voter, { ...request, nowMs: clock.now(), view: (approval) => view(approval) }),
    countWaiting: (voter) => index.countWaitingFor(voter, clock.now()),
    find: (ref) => {
      const approval = index.get(ref);
      return approval === undefined ? undefined : toApprovalDetail(approval, context());
    },
    read: async (ref) => (served.has(ref.namespace) ? await readApproval(api, ref, context) : undefined),
    castVote: async (request) => {
      const isServed = served.has(request.ref.namespace);
      const outcome: VoteOutcome = isServed ? await queueVote(request) : refuse({ kind: "notFound" });
      deps.onVote?.(nameOutcome(outcome));
      return outcome;
    },
    refusalFor: (ref, voter) => {
      const approval = index.get(ref);
      if (approval === undefined) return "NotEntitled";
      return refusalFor(approval, voter, clock.now());
    },
    matchesFor: (approval, voter) =>
      findPositions(approval, voter).flatMap((position) => approval.assignees[position] ?? []),
    freshness: () => ({ lastContactMs: cluster.approvals.lastContactMs, live: cluster.approvals.live }),
  };
}

function nameOutcome(outcome: VoteOutcome): string {
  if (outcome.ok) return outcome.value.repeated ? "repeated" : "recorded";
  return outcome.error.kind === "refused" ? outcome.error.refusal : outcome.error.kind;
}

function listApprovals(
  index: ApprovalIndex,
  filter: ListFilter,
  view: (approval: ApprovalTask) => ApprovalView,
): Result<Page<ApprovalView>, string> {
  const page = pageOf((after) => index.select(filter, after), filter);
  if (!page.ok) return refuse(page.error);
  return ok({ items: page.value.items.map(view), next: page.value.next });
}

async function readApproval(
  api: KubeApi,
  ref: ApprovalRef,
  context: () => ViewContext,
): Promise<ApprovalDetail | undefined> {
  const approval = await readIfThere<ApprovalTask>(api, APPROVAL_TASKS, ref);
  return approval === undefined || !isOpened(approval) ? undefined : toApprovalDetail(approval, context());
}

function refusalFor(
  approval: ApprovalTask,
  voter: Voter,
  nowMs: number,
): ReturnType<Approvals["refusalFor"]> {
  if (judgeApproval(approval, nowMs).state !== "pending") return "AlreadyDecided";
  if (isBeingDeleted(approval)) return "ApprovalDeleted";
  const admitted = admitVote(readRequest(approval), readVotes(approval), voter, nowMs);
  return admitted.ok ? undefined : admitted.error;
}
