// The approvals that requests are about: some that nobody may vote on here, and some whose every vote is on a list.
import { type LinkParts, makeLink, type SentLink } from "../../../src/auth/authenticators/link.ts";
import { approvalPath } from "../../../src/objects/approval/approval-url.ts";
import { systemClock } from "../../../src/std/clock.ts";
import type { ApprovalTask } from "../../../src/objects/approval/approval-task.ts";
import type { CustomRun } from "../../../src/objects/run/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../../../src/objects/resources.ts";
import { makeAskingRun } from "../../../test/kit/make-run.ts";
import { untilAsked } from "../../../test/kit/start-product.ts";
import type { Checks } from "../checks.ts";
import { ELSEWHERE, type FuzzCluster, PEOPLE } from "../world/fuzz-cluster.ts";

const BYSTANDERS = 12;
const APPROVERS = 40;
/** The title of an approval in a namespace that is not served. */
export const KEPT_ELSEWHERE = "Kept elsewhere";

/** Who votes on what. */
export interface Ballot {
  readonly name: string;
  readonly user: string;
}

export class Ballots {
  readonly #cluster: FuzzCluster;
  readonly #taken = new Map<string, string[]>();
  #opened = 0;
  #free: Ballot[] = [];
  #next = 0;

  constructor(cluster: FuzzCluster) {
    this.#cluster = cluster;
  }

  async openBystanders(): Promise<void> {
    for (let number = 1; number <= BYSTANDERS; number += 1)
      await this.#ask(`bystander-${number}`, { approvers: ["ann", "bob"] });
  }

  /** One that another product might have opened, in a namespace that this one does not serve. */
  async plantElsewhere(): Promise<void> {
    const { api, kube } = this.#cluster;
    const ref = { namespace: PEOPLE, name: "bystander-1" };
    const run = await api.get<CustomRun>(CUSTOM_RUNS, ref);
    const task = await api.get<ApprovalTask>(APPROVAL_TASKS, ref);
    kube.plant({ ...run, metadata: { ...run.metadata, namespace: ELSEWHERE } });
    const spec = { ...task.spec, title: KEPT_ELSEWHERE };
    kube.plant({ ...task, metadata: { ...task.metadata, namespace: ELSEWHERE }, spec });
  }

  /** An approval that stays as it is; ann and bob could decide it. */
  bystander(): Ballot {
    this.#next += 1;
    return { name: `bystander-${(this.#next % BYSTANDERS) + 1}`, user: "ann" };
  }

  /** An approval of its own, which ann may cancel. */
  async toCancel(): Promise<Ballot> {
    const name = `to-cancel-${(this.#opened += 1)}`;
    await this.#ask(name, { approvers: ["ann"] });
    return { name, user: "ann" };
  }

  /** An approval and somebody who may vote on it and has not. */
  async fresh(): Promise<Ballot> {
    let ballot = this.#free.pop();
    while (ballot === undefined) {
      await (this.#opening ??= this.#openMore().finally(() => (this.#opening = undefined)));
      ballot = this.#free.pop();
    }
    return ballot;
  }

  /** A link to that approval for that person. */
  async sendLink({ name, user }: Ballot, parts: Pick<LinkParts, "keys" | "baseUrl">): Promise<SentLink> {
    const { metadata } = await this.#cluster.api.get<ApprovalTask>(APPROVAL_TASKS, {
      namespace: PEOPLE,
      name,
    });
    const approval = { namespace: PEOPLE, name, uid: metadata.uid ?? "", attempt: 1 };
    const recipient = { name: user, groups: [] };
    const link = makeLink({ ...parts, clock: systemClock, pathOf: approvalPath }, { ...approval, recipient });
    if (!link.ok) throw new Error(link.error);
    return link.value;
  }

  #opening: Promise<void> | undefined;

  record({ name, user }: Ballot): void {
    this.#taken.set(name, [...(this.#taken.get(name) ?? []), user]);
  }

  /** Exactly the votes that were answered as recorded are on record, and the bystanders have none. */
  async check(checks: Checks): Promise<void> {
    const { api } = this.#cluster;
    const lists = await Promise.all(
      [PEOPLE, ELSEWHERE].map((namespace) => api.list<ApprovalTask>(APPROVAL_TASKS, { namespace })),
    );
    for (const { metadata, status } of lists.flatMap(({ items }) => items)) {
      const given = (status?.votes ?? []).map(({ by }) => by).toSorted();
      const expected = (this.#taken.get(metadata.name) ?? []).toSorted();
      const isEqual = JSON.stringify(given) === JSON.stringify(expected);
      checks.check(
        isEqual,
        "votes are lost or foreign",
        `${metadata.name}: ${given.join()}, expected ${expected.join()}`,
      );
    }
  }

  async #openMore(): Promise<void> {
    const name = `election-${(this.#opened += 1)}`;
    const approvers = Array.from({ length: APPROVERS }, (_, number) => `user-${number}`);
    await this.#ask(name, { approvers, strategy: "MULTI" });
    this.#free.push(...approvers.map((user) => ({ name, user })));
  }

  async #ask(name: string, params: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#cluster.api.create<CustomRun>(
      CUSTOM_RUNS,
      makeAskingRun(name, params, { namespace: PEOPLE }),
    );
    await untilAsked(this.#cluster, name, PEOPLE);
  }
}
