import type { Cluster } from "../cluster/watch-cluster.ts";
import { findPositions } from "../decision/entitlement.ts";
import type { KubeApi } from "../kube/kube-api.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { Clock } from "../std/clock.ts";
import { type Logger, silentLogger } from "../std/logger.ts";
import { refuse } from "../std/result.ts";
import type { ApprovalIndex } from "./approval-index.ts";
import type { ApprovalDetail, ApprovalView } from "./approval-view.ts";
import type { Approvals } from "./approvals.ts";
import { findPipelineRunIn } from "./find-asking.ts";
import { findRefusal } from "./find-refusal.ts";
import { listApprovals } from "./list-approvals.ts";
import type { VoteOutcome } from "./cast-vote.ts";
import { createParameterMask } from "./mask-parameters.ts";
import { createVoteQueue } from "./queue-vote.ts";
import { readApproval } from "./read-approval.ts";
import { readInbox } from "./read-inbox.ts";
import type { ServedNamespaces } from "./served-namespaces.ts";
import { toApprovalDetail, toApprovalView, type DetailContext } from "./to-approval-view.ts";
import type { VoteLimits } from "./vote-time.ts";

export interface ApprovalsDependencies {
  readonly api: KubeApi;
  readonly cluster: Cluster;
  readonly index: ApprovalIndex;
  /** The index holds no others; what asks the API server itself asks here first. */
  readonly served: ServedNamespaces;
  readonly baseUrl: string;
  /** Names of parameters of pipeline runs that are shown whatever they look like; none when absent. */
  readonly shownParams?: ReadonlySet<string>;
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
  const findRun: DetailContext["findRun"] = (ref) => cluster.runs.get(ref);
  const maskParameters = createParameterMask(deps.shownParams);
  const lookups = { findPipelineRun, findRun, maskParameters };
  const context = (nowMs = clock.now()): DetailContext => ({ baseUrl, nowMs, ...lookups });
  const view = (approval: ApprovalTask, nowMs?: number): ApprovalView =>
    toApprovalView(approval, context(nowMs));
  const detail = (approval: ApprovalTask | undefined): ApprovalDetail | undefined =>
    approval && toApprovalDetail(approval, context());
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
    list: (filter) =>
      listApprovals(index, filter, { nowMs: clock.now(), view: (approval) => view(approval) }),
    inbox: (voter, request) =>
      readInbox(index, voter, { ...request, nowMs: clock.now(), view: (approval) => view(approval) }),
    countWaiting: (voter) => index.countWaitingFor(voter, clock.now()),
    find: (ref) => detail(index.get(ref)),
    read: async (ref) => (served.has(ref.namespace) ? detail(await readApproval(api, ref)) : undefined),
    castVote: async (request) => {
      const isServed = served.has(request.ref.namespace);
      const outcome: VoteOutcome = isServed ? await queueVote(request) : refuse({ kind: "notFound" });
      deps.onVote?.(nameOutcome(outcome));
      return outcome;
    },
    refusalFor: (ref, voter) => {
      const approval = index.get(ref);
      return approval === undefined ? "NotEntitled" : findRefusal(approval, voter, clock.now());
    },
    matchesFor: (approval, voter) =>
      findPositions(approval, voter).flatMap((position) => approval.assignees[position] ?? []),
    askedNames: (kind, most) => index.askedNames(kind, most),
    freshness: () => ({ lastContactMs: cluster.approvals.lastContactMs, live: cluster.approvals.live }),
  };
}

function nameOutcome(outcome: VoteOutcome): string {
  if (outcome.ok) return outcome.value.repeated ? "repeated" : "recorded";
  return outcome.error.kind === "refused" ? outcome.error.refusal : outcome.error.kind;
}
