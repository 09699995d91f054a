// An in-memory stand-in for the use cases, with the rules of the strategies in their simplest form: for tests of pages
// and API alone. It counts votes that arrive, and can be away as an API server can.
import type { ApprovalDetail, ApprovalView } from "../../../src/approvals/approval-view.ts";
import type {
  ApprovalRef,
  Approvals,
  CastVote,
  CastVoteError,
  CastVoteRequest,
  Freshness,
  Inbox,
  InboxRequest,
  ListFilter,
  Page,
  Paging,
  Rows,
} from "../../../src/approvals/approvals.ts";
import type { Assignee, Voter } from "../../../src/decision/request.ts";
import type { VoteRefusal } from "../../../src/decision/verdict.ts";
import { KubeUnavailableError } from "../../../src/kube/kube-error.ts";
import { formatTime, parseTime, type Clock } from "../../../src/std/clock.ts";
import { ok, refuse, type Result } from "../../../src/std/result.ts";

const REFUSALS: Readonly<Record<VoteRefusal, string>> = {
  NotEntitled: "The approval does not ask this person.",
  AlreadyVoted: "This person has voted already.",
  VotedInEarlierStage: "This person approved the first stage; the second needs somebody else.",
  AssigneeAnswered: "Others have answered for every assignee that this vote could count for.",
  AlreadyDecided: "The approval is decided.",
  ApprovalDeleted: "The approval is being deleted.",
  DeadlinePassed: "The deadline has passed.",
};

export class FakeApprovals implements Approvals {
  readonly #clock: Clock;
  readonly #approvals = new Map<string, ApprovalDetail>();
  /** Every call of `castVote`, also of those that were refused. */
  readonly castVotes: CastVoteRequest[] = [];
  away = false;
  /** What the next votes are answered. */
  failing: CastVoteError | undefined;
  /** By the operation of a vote that was taken. */
  readonly #operations = new Map<string, CastVoteRequest>();
  fresh: Freshness;

  constructor(clock: Clock, approvals: readonly ApprovalDetail[] = []) {
    this.#clock = clock;
    this.fresh = { lastContactMs: clock.now(), live: true };
    for (const approval of approvals) this.put(approval);
  }

  put(approval: ApprovalDetail): void {
    this.#approvals.set(`${approval.namespace}/${approval.name}`, approval);
  }

  take({ namespace, name }: ApprovalRef): void {
    this.#approvals.delete(`${namespace}/${name}`);
  }

  list(filter: ListFilter): Result<Page<ApprovalView>, string> {
    const start = filter.cursor === undefined ? 0 : Number(filter.cursor);
    if (!Number.isInteger(start)) return refuse("The cursor is not one that a list gave out.");
    const limit = filter.limit ?? 100;
    const all = [...this.#approvals.values()].filter((approval) => isWanted(approval, filter));
    const next = start + limit < all.length ? String(start + limit) : null;
    return ok({ items: all.slice(start, start + limit).map(toView), next });
  }

  inbox(voter: Voter, request: InboxRequest): Inbox {
    const views = [...this.#approvals.values()].map(toView);
    const decided = views
      .filter((view) => view.state !== "pending")
      .filter((view) => isAsked(view.assignees, voter) || view.votes.some(({ by }) => by === voter.name))
      .sort((one, other) => (other.decidedAt ?? "").localeCompare(one.decidedAt ?? ""));
    const waiting = views
      .filter((view) => view.state === "pending" && this.refusalFor(view, voter) === undefined)
      .sort((one, other) => (one.deadline ?? "9").localeCompare(other.deadline ?? "9"));
    const soonMs = this.#clock.now() + request.soonMs;
    return {
      waiting: takePage(waiting, request.waiting),
      dueSoon: waiting.filter(({ deadline }) => (parseTime(deadline ?? undefined) ?? Infinity) < soonMs)
        .length,
      decided: takePage(decided, request.decided),
    };
  }

  countWaiting(voter: Voter): number {
    const nothing = { page: 1, size: 0 };
    return this.inbox(voter, { waiting: nothing, decided: nothing, soonMs: 0 }).waiting.total;
  }

  find(ref: ApprovalRef): ApprovalDetail | undefined {
    return this.#approvals.get(`${ref.namespace}/${ref.name}`);
  }

  async read(ref: ApprovalRef): Promise<ApprovalDetail | undefined> {
    if (this.away) throw new KubeUnavailableError("connect ECONNREFUSED 127.0.0.1:6443");
    return this.find(ref);
  }

  async castVote(request: CastVoteRequest): Promise<Result<CastVote, CastVoteError>> {
    this.castVotes.push(request);
    if (this.away) return refuse({ kind: "notKnown", message: "The API server did not answer." });
    if (this.failing !== undefined) return refuse(this.failing);
    const approval = this.find(request.ref);
    if (approval === undefined) return refuse({ kind: "notFound" });
    const before = this.#operations.get(request.operation ?? "");
    if (before !== undefined && before.voter.name === request.voter.name) {
      const isSame = before.decision === request.decision && before.comment === request.comment;
      if (isSame) return ok({ approval: toView(approval), repeated: true });
      return refuse({ kind: "reused", message: "It said something else.", approval: toView(approval) });
    }
    if (Array.from(request.comment).length > 2_000) {
      return refuse({ kind: "invalid", field: "comment", message: "At most 2,000 characters are taken." });
    }
    if (request.digest !== undefined && request.digest !== approval.digest) {
      return refuse({
        kind: "changed",
        message: "The request differs from the one shown.",
        approval: toView(approval),
      });
    }
    const refusal = this.refusalFor(request.ref, request.voter);
    if (refusal !== undefined) {
      return refuse({ kind: "refused", refusal, message: REFUSALS[refusal], approval: toView(approval) });
    }
    const voted = this.#addVote(approval, request);
    this.put(voted);
    if (request.operation !== undefined) this.#operations.set(request.operation, request);
    return ok({ approval: toView(voted), repeated: false });
  }

  refusalFor(ref: ApprovalRef, voter: Voter): VoteRefusal | undefined {
    const approval = this.find(ref);
    if (approval === undefined) return "NotEntitled";
    if (approval.state !== "pending") return "AlreadyDecided";
    const deadlineMs = parseTime(approval.deadline ?? undefined);
    if (deadlineMs !== undefined && deadlineMs <= this.#clock.now()) return "DeadlinePassed";
    const earlier = approval.votes.find(({ by }) => by === voter.name);
    if (earlier !== undefined) return earlier.stage < approval.stage ? "VotedInEarlierStage" : "AlreadyVoted";
    if (isAsked(approval.waitingFor, voter)) return undefined;
    return isAsked(approval.assignees, voter) ? "AssigneeAnswered" : "NotEntitled";
  }

  matchesFor(approval: ApprovalView, voter: Voter): readonly Assignee[] {
    return approval.assignees.filter((assignee) => isAsked([assignee], voter));
  }

  freshness(): Freshness {
    return this.fresh;
  }

  #addVote(approval: ApprovalDetail, { voter, decision, comment, via }: CastVoteRequest): ApprovalDetail {
    const time = formatTime(this.#clock.now());
    const vote = {
      by: voter.name,
      issuer: voter.issuer,
      decision,
      comment,
      time,
      via,
      stage: approval.stage,
    };
    const votes = [...approval.votes, vote];
    const responses = { ...approval.responses, received: approval.responses.received + 1 };
    if (decision === "approve" && responses.received < responses.required) {
      const stage = approval.strategy === "FOUR_EYES" ? 2 : approval.stage;
      const waitingFor = approval.waitingFor.filter((assignee) => !isAsked([assignee], voter));
      return { ...approval, votes, responses, stage, waitingFor };
    }
    const approved = decision === "approve";
    return {
      ...approval,
      votes,
      responses,
      state: approved ? "approved" : "rejected",
      reason: approved ? "QuorumReached" : "RejectedByVote",
      message: approved ? `Approved by ${voter.name}.` : `Rejected by ${voter.name}.`,
      waitingFor: [],
      decidedAt: time,
      results: makeResults(votes, approved),
    };
  }
}

function takePage(all: readonly ApprovalView[], { page: wanted, size }: Paging): Rows<ApprovalView> {
  const page = Math.max(1, Math.min(wanted, size === 0 ? 1 : Math.ceil(all.length / size)));
  return { items: all.slice((page - 1) * size, page * size), page, size, total: all.length };
}

function makeResults(votes: ApprovalView["votes"], approved: boolean): Record<string, string> {
  const names = (decision: string): string =>
    votes
      .filter((vote) => vote.decision === decision)
      .map(({ by }) => by)
      .join("|");
  return {
    decision: String(approved),
    comment: votes.map(({ comment }) => comment.replaceAll(/[^\p{L}\p{N} .,]/gu, "_")).join("|"),
    approvedBy: names("approve"),
    rejectedBy: names("reject"),
    commentBase64: votes.map(({ comment }) => Buffer.from(comment).toString("base64")).join("|"),
  };
}

function isAsked(assignees: readonly Assignee[], voter: Voter): boolean {
  return assignees.some(({ kind, name }) =>
    kind === "user" ? name === voter.name : voter.groups.includes(name),
  );
}

function isWanted(approval: ApprovalView, filter: ListFilter): boolean {
  const has = (kind: Assignee["kind"], name: string | undefined): boolean =>
    name === undefined || approval.assignees.some((one) => one.kind === kind && one.name === name);
  return (
    (filter.state === undefined || filter.state === approval.state) &&
    (filter.namespace === undefined || filter.namespace === approval.namespace) &&
    (filter.pipelineRun === undefined || filter.pipelineRun === approval.pipelineRun) &&
    (filter.task === undefined || filter.task === approval.task) &&
    has("user", filter.assignee) &&
    has("group", filter.assigneeGroup)
  );
}

function toView(detail: ApprovalDetail): ApprovalView {
  const { runParameters: _run, pipelineRunVerified: _verified, resourceVersion: _version, ...view } = detail;
  return view;
}
