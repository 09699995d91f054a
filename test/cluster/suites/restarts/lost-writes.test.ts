// A vote's write is lost on its way, or its answer is: what the voter is told is what is on record.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test, type TestContext } from "node:test";
import { type Cut, WriteProxy } from "../../../../rigs/kill/write-proxy.ts";
import { readKubeconfig } from "../../../../src/kube/kubeconfig.ts";
import { createLease, LEASES } from "../../../../src/kube/lease.ts";
import { Product } from "../../../conformance/product.ts";
import { openCluster } from "../../cluster-under-test.ts";
import { Arena } from "../races/arena.ts";
import { castVote, checkAnswer, checkRecord } from "../races/cast-vote.ts";

const LIMIT_MS = 120_000;
const ROUNDS = 20;

const cluster = await openCluster();

/** The path to the API server, on which the next vote can be cut. */
class CuttingPath {
  readonly #folder = mkdtempSync(join(tmpdir(), "countersign-cut-"));
  readonly #proxy: WriteProxy;
  #cutNext = false;

  private constructor(upstream: ConstructorParameters<typeof WriteProxy>[0], cutAt: Cut) {
    this.#proxy = new WriteProxy(upstream, ({ what }, cut) => {
      if (!this.#cutNext || cut !== cutAt || what !== "PUT approvaltasks/status") return false;
      this.#cutNext = false;
      return true;
    });
  }

  static async open(t: TestContext, cutAt: Cut): Promise<CuttingPath> {
    const path = new CuttingPath(await readKubeconfig(cluster.kubeconfig, { env: process.env }), cutAt);
    const name = "cut";
    const content = {
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name, cluster: { server: await path.#proxy.start() } }],
      contexts: [{ name, context: { cluster: name } }],
      "current-context": name,
    };
    writeFileSync(path.kubeconfig, JSON.stringify(content));
    t.after(async () => {
      await path.#proxy.stop();
      rmSync(path.#folder, { recursive: true, force: true });
    });
    return path;
  }

  get kubeconfig(): string {
    return join(this.#folder, "kubeconfig");
  }

  /** Whether the cut that was asked for has been made. */
  get done(): boolean {
    return !this.#cutNext;
  }

  cutNext(): void {
    this.#cutNext = true;
  }
}

/** A Lease that somebody else holds: who elects a leader there takes votes, and writes nothing else that could be cut. */
async function leaveWorkToOthers(namespace: string): Promise<void> {
  const claim = {
    namespace,
    name: "countersign",
    identity: "another",
    durationMs: 3_600_000,
    nowMs: Date.now(),
  };
  await cluster.kube.create(LEASES, createLease(claim));
}

suite("Lost writes", { concurrency: 1 }, () => {
  for (const [title, cutAt, status] of [
    [
      "a vote that is lost on its way: not known, not recorded, and taken when it is given again",
      "before",
      503,
    ],
    ["a vote whose answer is lost: found, told, and recorded once", "applied", 201],
  ] as const) {
    test(`${title}: ${ROUNDS} rounds`, { timeout: LIMIT_MS }, async (t) => {
      const arena = await Arena.open(cluster, t);
      const path = await CuttingPath.open(t, cutAt);
      await leaveWorkToOthers(arena.namespace);
      const options = { kubeconfig: path.kubeconfig, namespaces: [arena.namespace], electsLeader: true };
      const cut = await Product.start(options);
      t.after(() => cut.stop());
      for (let round = 0; round < ROUNDS; round += 1) {
        const asked = await arena.ask(`round-${round}`, { approvers: ["ann"] });
        const ref = { namespace: arena.namespace, name: asked.name };
        path.cutNext();
        const first = await castVote(cut, ref, { by: "ann", decision: "approve", replica: 0 });
        assert.ok(path.done, "the write was cut");
        assert.equal(first.answer.status, status, JSON.stringify(first.answer));
        const again = await castVote(cut, ref, { by: "ann", decision: "approve", replica: 0 });
        if (status === 503) assert.ok(again.taken, JSON.stringify(again.answer));
        else checkAnswer(again, ["AlreadyDecided"]);
        const { approval } = await arena.settled(asked);
        checkRecord([first, again], approval);
      }
      arena.watch.check();
    });
  }
});
