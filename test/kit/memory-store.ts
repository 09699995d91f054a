// One approval in memory, guarded by its version as at an API server, with the troubles that a test wants.
import type { KnownLimits, NoticeStore } from "../../src/notify/notice-store.ts";
import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import { judgeDeadline } from "../../src/objects/approval/judge-deadline.ts";

/**
 * What happens to one write: it is taken, or nobody wrote and nobody answers, or it is written and nobody answers, or not yet,
 * or the answer is that others wrote first, as when something in between sends it twice.
 */
type Fate = "taken" | "lost" | "unanswered" | "slow" | "denied";

export class MemoryStore implements NoticeStore {
  /** Of the next writes, in order; those after them are taken. */
  fates: Fate[] = [];
  runOver = true;
  limitsSettled = true;
  /** What is known of it here, where that is late. */
  late: ApprovalTask | undefined;
  writes = 0;
  /** Lets the answers to slow writes come. */
  readonly slow = Promise.withResolvers<void>();
  #approval: ApprovalTask;
  #version = 7;

  constructor(approval: ApprovalTask) {
    this.#approval = this.#stamp(approval);
  }

  get approval(): ApprovalTask {
    return this.#approval;
  }

  readonly find = (): ApprovalTask | undefined => this.late ?? this.#approval;
  readonly read = async (): Promise<ApprovalTask | undefined> => this.#approval;
  readonly isRunOver = (): boolean => this.runOver;
  readonly findLimits = (approval: ApprovalTask): KnownLimits => {
    const deadline = judgeDeadline(approval);
    return { areSettled: this.limitsSettled, ...(deadline && { deadline }) };
  };

  readonly write = async (approval: ApprovalTask): Promise<ApprovalTask | undefined> => {
    const fate = this.fates.shift() ?? "taken";
    if (fate === "lost") throw new Error("no answer");
    if (approval.metadata.resourceVersion !== this.#approval.metadata.resourceVersion) return undefined;
    this.#approval = this.#stamp(approval);
    this.writes += 1;
    if (fate === "denied") return undefined;
    if (fate === "unanswered") throw new Error("no answer");
    const written = this.#approval;
    if (fate === "slow") await this.slow.promise;
    return written;
  };

  /** Somebody else writes. */
  change(change: (approval: ApprovalTask) => ApprovalTask): void {
    this.#approval = this.#stamp(change(this.#approval));
  }

  #stamp(approval: ApprovalTask): ApprovalTask {
    this.#version += 1;
    return { ...approval, metadata: { ...approval.metadata, resourceVersion: String(this.#version) } };
  }
}
