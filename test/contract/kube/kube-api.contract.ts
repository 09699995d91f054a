// What the port promises of a Kubernetes API, as the Kubernetes documentation states it. Run against every API server
// that the product is tested on, so that none of them is an imitation of our own mistakes.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { applyCases } from "./apply.contract.ts";
import { builtInCases } from "./built-ins.contract.ts";
import { conflictCases } from "./conflicts.contract.ts";
import { type ContractCases, type ContractSubject, ContractWorld } from "./contract-world.contract.ts";
import { deletionCases } from "./deletion.contract.ts";
import { listCases } from "./lists.contract.ts";
import { objectCases } from "./objects.contract.ts";
import { patchCases } from "./patches.contract.ts";
import { reviewCases } from "./reviews.contract.ts";
import { schemaCases } from "./schema.contract.ts";
import { sizeCases } from "./sizes.contract.ts";
import { statusCases } from "./status.contract.ts";
import { watchCases } from "./watches.contract.ts";

export type { ContractSubject } from "./contract-world.contract.ts";

/** Cases that an API server does not fulfil, and why. */
export interface ContractSkip {
  readonly reason: string;
  readonly tests: readonly string[];
}

const GROUPS: Readonly<Record<string, ContractCases>> = {
  objects: objectCases,
  sizes: sizeCases,
  conflicts: conflictCases,
  status: statusCases,
  schema: schemaCases,
  patches: patchCases,
  "server-side apply": applyCases,
  lists: listCases,
  watches: watchCases,
  deletion: deletionCases,
  "built-in kinds": builtInCases,
  reviews: reviewCases,
};

/** What `skip` may name. */
const CASES: readonly string[] = Object.values(GROUPS).flatMap((cases) => Object.keys(cases));

/**
 * Defines one test for each case. `connect` is called once, before the first; what it gives is closed after the last.
 * The cases use namespaces and a kind of their own and leave nothing behind.
 */
export function describeKubeApiContract(
  name: string,
  connect: () => Promise<ContractSubject>,
  { skip = [] }: { readonly skip?: readonly ContractSkip[] } = {},
): void {
  const reasons = new Map(skip.flatMap(({ reason, tests }) => tests.map((test) => [test, reason] as const)));
  const unknown = [...reasons.keys()].filter((skipped) => !CASES.includes(skipped));
  assert.deepEqual(unknown, [], "every skip names a case of the contract");
  describe(`the Kubernetes API contract: ${name}`, () => {
    let subject: ContractSubject;
    let world: ContractWorld;
    before(async () => {
      subject = await connect();
      world = new ContractWorld(subject);
      await world.open();
    });
    after(async () => {
      await world.close();
      await subject.close();
    });
    for (const [group, cases] of Object.entries(GROUPS)) {
      describe(group, () => {
        for (const [sentence, run] of Object.entries(cases)) {
          test(sentence, { skip: reasons.get(sentence) ?? false, timeout: 120_000 }, () => run(world));
        }
      });
    }
  });
}
