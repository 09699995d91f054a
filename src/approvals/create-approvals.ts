import type { Cluster } from "../cluster/watch-cluster.ts";
import { findPositions } from "../decision/entitlement.ts";
import type { Voter } from "../decision/request.ts";
import type { KubeApi } from "../kube/kube-api.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { Clock } from "../std/clock.ts";
import { type Logger, silentLogger } from "../std/logger.ts";
import { refuse, type Result } from "../std/result.ts";
import type { AccessRules } from "./access/access-rules.ts";
import { mayAdminister, mayCancel, mayView, mayViewAll } from "./access/rights.ts";
import { type Sight, sightOf, WHOLE_SIGHT } from "./access/sight.ts";
import type { ApprovalIndex } from "./approval-index.ts";
import type { ApprovalDetail, ApprovalView } from "./approval-view.ts";
import type { ApprovalRef, Approvals, CancelError, CastVoteError, Reading, Recorded } from "./approvals.ts";
import { createCancel } from "./cancel.ts";
import { findPipelineRunIn } from "./find-asking.ts";
import { findRefusal } from "./find-refusal.ts";
import { listApprovals } from "./list-approvals.ts";
import type { CastVoteDependencies, VoteOutcome } from "./cast-vote.ts";
import { createParameterMask } from "./mask-parameters.ts";
import { createVoteQueue } from "./queue-vote.ts";
import { readApproval } from "./read-approval.ts";
import { readInbox } from "./read-inbox.ts";
import { createSendAgain } from "./send-again.ts";
import type { ServedNamespaces } from "./served-namespaces.ts";
import { toApprovalDetail, toApprovalView, type DetailContext } from "./to-approval-view.ts";
import type { VoteLimits } from "./vote-time.ts";

export interface ApprovalsDependencies {
  readonly api: KubeApi;
  readonly cluster: Cluster;
  readonly index: ApprovalIndex;
  /** The index holds no others; what asks the API server itself asks here first. */
  readonly served: ServedNamespaces;
  /** Who may see what. */
  readonly access: AccessRules;
  readonly authorize?: CastVoteDependencies["authorize"];
  readonly baseUrl: string;
  /** Names of parameters of pipeline runs that are shown whatever they look like; none when absent. */
  readonly shownParams?: ReadonlySet<string>;
  readonly clock: Clock;
  /** Told what became of each vote: `recorded`, `repeated`, or why not. */
  readonly onVote?: (outcome: string) => void;
  /** The same of each cancellation. */
  readonly onCancel?: (outcome: string) => void;
  /** Told why something could not be recorded; nobody when absent. */
  readonly logger?: Logger;
  readonly voteLimits?: VoteLimits;
}

/** The use cases over the watched index and, for a vote and its receipt, the API server. */
export function createApprovals(deps: ApprovalsDependencies): Approvals {
  const { api, cluster, index, access, clock, served, voteLimits, logger = silentLogger } = deps;
  const views = createViews(deps);
  const parts = {
    api,
    clock,
    logger,
    view: views.view,
    cluster,
    find: (ref: ApprovalRef) => index.get(ref),
    sees: (person: Voter, approval: ApprovalTask) => mayView(access, person, approval),
    ...(voteLimits && { limits: voteLimits }),
  };
  const { authorize } = deps;
  const queueVote = createVoteQueue({ ...parts, ...(authorize && { authorize }) });
  const cancel = createCancel({
    ...parts,
    mayCancel: (person, approval) => mayCancel(access, person, approval),
  });
  const sendAgain = createSendAgain({ ...parts, administers: (person) => mayAdminister(access, person) });
  const isServed = (request: { readonly ref: ApprovalRef }): boolean => served.has(request.ref.namespace);
  return {
    ...createReading(deps, views, WHOLE_SIGHT),
    seenBy: (viewer) => createReading(deps, views, sightOf(access, viewer)),
    needsName: !mayViewAll(access, undefined),
    castVote: async (request) => {
      const outcome: VoteOutcome = isServed(request) ? await queueVote(request) : refuse(NOT_FOUND);
      deps.onVote?.(nameOutcome(outcome));
      return outcome;
    },
    sendAgain: async (request) => (isServed(request) ? await sendAgain(request) : refuse(NOT_FOUND)),
    cancel: async (request) => {
      const outcome = isServed(request) ? await cancel(request) : refuse(NOT_FOUND);
      deps.onCancel?.(nameOutcome(outcome));
      return outcome;
    },
  };
}

const NOT_FOUND = { kind: "notFound" } as const;

interface Views {
  readonly view: (approval: ApprovalTask, nowMs?: number) => ApprovalView;
  readonly detail: (approval: ApprovalTask, sight: Sight) => ApprovalDetail;
}

function createViews({ cluster, baseUrl, clock, shownParams }: ApprovalsDependencies): Views {
  const findPipelineRun = findPipelineRunIn(cluster);
  const findRun: DetailContext["findRun"] = (ref) => cluster.runs.get(ref);
  const maskParameters = createParameterMask(shownParams);
  const lookups = { findPipelineRun, findRun, maskParameters };
  const context = (nowMs = clock.now()) => ({ baseUrl, nowMs, ...lookups });
  return {
    view: (approval, nowMs) => toApprovalView(approval, context(nowMs)),
    detail: (approval, sight) => toApprovalDetail(approval, { ...context(), sight }),
  };
}

/**
 * What one person can read. An inbox has nothing to be filtered: it holds what asks this person or has their vote, and
 * whom that is true of sees it.
 */
function createReading(
  { api, cluster, index, served, clock }: ApprovalsDependencies,
  { view, detail }: Views,
  sight: Sight,
): Reading {
  const ifSeen = (approval: ApprovalTask | undefined): ApprovalTask | undefined =>
    approval !== undefined && sight.sees(approval) ? approval : undefined;
  const show = (approval: ApprovalTask | undefined): ApprovalDetail | undefined => {
    const seen = ifSeen(approval);
    return seen && detail(seen, sight);
  };
  return {
    list: (filter) => listApprovals(index, filter, { nowMs: clock.now(), view: (one) => view(one), sight }),
    inbox: (voter, request) =>
      readInbox(index, voter, { ...request, nowMs: clock.now(), view: (one) => view(one) }),
    countWaiting: (voter) => index.countWaitingFor(voter, clock.now()),
    find: (ref) => show(index.get(ref)),
    read: async (ref) => (served.has(ref.namespace) ? show(await readApproval(api, ref)) : undefined),
    refusalFor: (ref, voter) => {
      const approval = ifSeen(index.get(ref));
      return approval === undefined ? "NotEntitled" : findRefusal(approval, voter, clock.now());
    },
    matchesFor: (approval, voter) =>
      findPositions(approval, voter).flatMap((position) => approval.assignees[position] ?? []),
    askedNames: (kind, most) => (sight.isWhole ? index.askedNames(kind, most) : []),
    mayCancel: (ref) => {
      const approval = index.get(ref);
      return approval !== undefined && sight.mayCancel(approval);
    },
    administers: sight.administers,
    freshness: () => ({ lastContactMs: cluster.approvals.lastContactMs, live: cluster.approvals.live }),
  };
}

function nameOutcome(outcome: Result<Recorded, CastVoteError | CancelError>): string {
  if (outcome.ok) return outcome.value.repeated ? "repeated" : "recorded";
  return outcome.error.kind === "refused" ? outcome.error.refusal : outcome.error.kind;
}
