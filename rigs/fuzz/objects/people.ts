// Others' approvals: opened beforehand, voted on while the objects arrive, and the rest when all is over.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { CustomRun } from "../../../src/objects/run/custom-run.ts";
import type { ApprovalTask } from "../../../src/objects/approval/approval-task.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../../../src/objects/resources.ts";
import { readIfThere } from "../../../src/kube/read-if-there.ts";
import { makeAskingRun } from "../../../test/kit/make-run.ts";
import { untilAsked } from "../../../test/kit/start-product.ts";
import type { FuzzParts } from "../fuzz-parts.ts";
import { fillIn } from "../requests/fill-in.ts";
import { RawClient } from "../requests/raw-client.ts";
import { API_VOTE } from "../requests/votes.ts";
import { PEOPLE } from "../world/fuzz-cluster.ts";
import { until } from "../../../test/kit/until.ts";

/** So long may a vote take, and an ordinary run until people are asked, while others' objects arrive. */
const VOTE_LIMIT_MS = 1_000;
const ASKED_LIMIT_MS = 10_000;
const NS_PER_MS = 1e6;
const BETWEEN_VOTES_MS = 250;

/** People who go on working meanwhile. */
export class People {
  readonly #options: FuzzParts;
  readonly #waiting: string[] = [];
  #opened = 0;
  #rests = false;
  readonly #ownDelay = monitorEventLoopDelay({ resolution: 10 });
  #longestVoteMs = 0;
  #longestOpeningMs = 0;
  #votes = 0;

  constructor(options: FuzzParts) {
    this.#options = options;
    this.#ownDelay.enable();
  }

  /** Opens an approval that ann may decide, and waits until she is asked. @returns its name. */
  async open(): Promise<string> {
    const { cluster } = this.#options;
    const name = `ordinary-${(this.#opened += 1)}`;
    const run = makeAskingRun(name, { approvers: ["ann"] }, { namespace: PEOPLE });
    await cluster.api.create<CustomRun>(CUSTOM_RUNS, run);
    await untilAsked(cluster, name, PEOPLE);
    this.#waiting.push(name);
    return name;
  }

  /** Opens one and votes on another, again and again, until `rest` is called. */
  async work(): Promise<void> {
    while (!this.#rests) {
      const startedMs = performance.now();
      await this.open();
      const tookMs = performance.now() - startedMs;
      this.#longestOpeningMs = Math.max(this.#longestOpeningMs, tookMs);
      const { checks } = this.#options;
      checks.check(tookMs <= ASKED_LIMIT_MS, "people are asked late", `after ${Math.round(tookMs)} ms`);
      await this.#voteInTime();
      await sleep(BETWEEN_VOTES_MS);
    }
  }

  rest(): void {
    this.#rests = true;
  }

  /** Votes on all that wait, and sees every run end as approved. */
  async finish(): Promise<void> {
    while (this.#waiting.length > 0) await this.#voteOnOldest();
    const { checks, cluster } = this.#options;
    for (let number = 1; number <= this.#opened; number += 1) {
      const name = `ordinary-${number}`;
      await until(`${name} ends`, async () => {
        const run = await cluster.api.get<CustomRun>(CUSTOM_RUNS, { namespace: PEOPLE, name });
        return run.status?.conditions?.[0]?.reason === "Approved";
      });
      const votes = (await this.#readTask(name))?.status?.votes ?? [];
      checks.check(
        votes.length === 1 && votes[0]?.by === "ann",
        "a vote is lost or foreign",
        `${name}: ${JSON.stringify(votes)}`,
      );
    }
  }

  /** For the summary. */
  describe(): string {
    const [opening, vote] = [this.#longestOpeningMs, this.#longestVoteMs].map(Math.round);
    return `${this.#opened} ordinary approvals meanwhile, the slowest asked after ${opening} ms; ${this.#votes} votes, the slowest answered after ${vote} ms`;
  }

  /**
   * While objects arrive; afterwards the rig itself is busy with looking at thousands. The API server is in this process:
   * while its own event loop stands still, nobody can be answered, and the product is not to blame.
   */
  async #voteInTime(): Promise<void> {
    this.#ownDelay.reset();
    const startedMs = performance.now();
    await this.#voteOnOldest();
    const tookMs = performance.now() - startedMs;
    const ownMs = this.#ownDelay.max / NS_PER_MS;
    this.#longestVoteMs = Math.max(this.#longestVoteMs, tookMs - ownMs);
    const told = `after ${Math.round(tookMs)} ms, of which this process was silent for ${Math.round(ownMs)} ms`;
    this.#options.checks.check(tookMs - ownMs <= VOTE_LIMIT_MS, "a vote is answered late", told);
  }

  async #voteOnOldest(): Promise<void> {
    const name = this.#waiting.shift();
    if (name === undefined) return;
    const { product, checks } = this.#options;
    // A connection of its own: one that was idle may be gone, and then the time would be that of the next one.
    const client = new RawClient(product.port);
    const vote = fillIn(API_VOTE, { host: `127.0.0.1:${product.port}`, name, user: "ann" });
    const answer = await client.send(vote, "POST");
    client.close();
    this.#votes += 1;
    const told = `${name}: ${answer?.status} ${answer?.body.slice(0, 300)}`;
    checks.check(answer?.status === 201, "a vote is not taken", told);
  }

  async #readTask(name: string): Promise<ApprovalTask | undefined> {
    return await readIfThere<ApprovalTask>(this.#options.cluster.api, APPROVAL_TASKS, {
      namespace: PEOPLE,
      name,
    });
  }
}
