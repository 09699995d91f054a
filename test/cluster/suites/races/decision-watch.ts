// Watches runs and approvals side by side, and holds every event against what may never happen to a decision.
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import type { KubeApi } from "../../../../src/kube/kube-api.ts";
import { compareResourceVersions } from "../../../../src/kube/resource-version.ts";
import type { ApprovalTask } from "../../../../src/objects/approval/approval-task.ts";
import type { CustomRun } from "../../../../src/objects/run/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../../../../src/objects/resources.ts";
import { type Life, WatchedLives } from "./watched-lives.ts";

export class DecisionWatch {
  readonly runs: WatchedLives<CustomRun>;
  readonly approvals: WatchedLives<ApprovalTask>;

  private constructor(kube: KubeApi, namespace: string) {
    this.runs = new WatchedLives(kube, CUSTOM_RUNS, { namespace, findForbidden: findRunChange });
    this.approvals = new WatchedLives(kube, APPROVAL_TASKS, { namespace, findForbidden: findApprovalChange });
  }

  /** Resolves when both kinds are watched. */
  static async start(kube: KubeApi, namespace: string): Promise<DecisionWatch> {
    const watch = new DecisionWatch(kube, namespace);
    await Promise.all([watch.runs.started, watch.approvals.started]);
    return watch;
  }

  get events(): number {
    return this.runs.events + this.approvals.events;
  }

  get interrupted(): boolean {
    return this.runs.interrupted || this.approvals.interrupted;
  }

  /** Asserts that nothing forbidden was seen so far, and that each run ended as its approval says, and after it. */
  check(): void {
    const together = [...this.runs.values()].flatMap((run) => this.#compare(run) ?? []);
    assert.deepEqual([...this.runs.complaints, ...this.approvals.complaints, ...together], []);
  }

  async close(): Promise<void> {
    await Promise.all([this.runs.close(), this.approvals.close()]);
  }

  #compare(run: Life<CustomRun>): string | undefined {
    const ended = run.versions.find(isEnded);
    if (ended === undefined) return undefined;
    const uid = ended.metadata.uid ?? "";
    const approval = [...this.approvals.values()].find(({ versions }) => versions[0]?.spec.run.uid === uid);
    const decided = approval?.versions.find(({ status }) => status?.decision !== undefined);
    if (approval === undefined) return undefined;
    if (decided === undefined) return `CustomRun ${run.name} ended, and its approval shows no decision`;
    if (this.interrupted) return undefined;
    const [ofRun = "", ofApproval = ""] = [ended, decided].map(({ metadata }) => metadata.resourceVersion);
    return compareResourceVersions(ofRun, ofApproval) > 0
      ? undefined
      : `CustomRun ${run.name} ended before its decision was recorded`;
  }
}

function isEnded({ status }: CustomRun): boolean {
  return ["True", "False"].includes(status?.conditions?.[0]?.status ?? "Unknown");
}

/** An end is final: condition, results, times and archived attempts. `observedGeneration` may follow the spec. */
function findRunChange(before: CustomRun, after: CustomRun): string | undefined {
  if (before.status?.startTime !== undefined && after.status?.startTime !== before.status.startTime) {
    return `its start moved from ${before.status.startTime} to ${after.status?.startTime}`;
  }
  if (!isEnded(before)) return undefined;
  const { observedGeneration: _before, ...ended } = before.status ?? {};
  const { observedGeneration: _after, ...now } = after.status ?? {};
  if (isDeepStrictEqual(ended, now)) return undefined;
  return `its end changed from ${JSON.stringify(ended)} to ${JSON.stringify(now)}`;
}

function findApprovalChange(
  before: ApprovalTask,
  after: ApprovalTask,
  adjacent: boolean,
): string | undefined {
  if (!isDeepStrictEqual(before.spec, after.spec)) return "its request changed";
  const [votes, next] = [before.status?.votes ?? [], after.status?.votes ?? []];
  if (!isDeepStrictEqual(votes, next.slice(0, votes.length))) return "a vote was edited, moved or removed";
  if (adjacent && next.length > votes.length + 1)
    return `${next.length - votes.length} votes came in one write`;
  const people = next.map(({ by, attempt }) => `${by} in attempt ${attempt}`);
  if (new Set(people).size < people.length) return `somebody voted twice: ${people.join(", ")}`;
  const [decision, decided] = [before.status?.decision, after.status?.decision];
  if (decision === undefined) return undefined;
  if (!isDeepStrictEqual(decision, decided)) {
    return `its decision changed from ${JSON.stringify(decision)} to ${JSON.stringify(decided)}`;
  }
  return next.length === votes.length ? undefined : "a vote came after the decision";
}
