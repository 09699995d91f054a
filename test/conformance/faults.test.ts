// What goes wrong around an answer: whatever fails, nothing is lost, nothing happens twice, and the person is told.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { stringify } from "yaml";
import { type OnCut, type OnWatched, WriteProxy } from "../../rigs/kill/write-proxy.ts";
import { readKubeconfig } from "../../src/kube/kubeconfig.ts";
import type { CustomRun } from "../../src/objects/run/custom-run.ts";
import { CUSTOM_RUNS } from "../../src/objects/resources.ts";
import type { ClusterActions } from "../cluster/cluster-control.ts";
import { until } from "../kit/until.ts";
import type { Answer } from "./approval-client.ts";
import { approval, foreign, handMadeRun } from "./pipelines.ts";
import { cluster, scenario } from "./scenario.ts";
import { resultsOf, type World } from "./world.ts";

const RECOVERS_WITHIN_MS = 60_000;
const LEASE_MS = 15_000;
/** Five seconds between two looks whether the server is back, and some for a busy machine. */
const TOLD_WITHIN_MS = 8_000;
const shared = cluster.control === undefined;
const ours = shared ? "nothing of a shared cluster is stopped" : false;

function control(): ClusterActions {
  if (cluster.control === undefined) throw new Error("This cluster is not ours.");
  return cluster.control;
}

/** A vote as a person casts it whose browser says that the server is away: again, until there is an answer. */
async function voteUntilTold(world: World, name: string, user: string): Promise<Answer<unknown>[]> {
  const answers: Answer<unknown>[] = [];
  await until(
    `an answer to ${user}'s vote on ${name}`,
    async () => {
      const answer = await world.vote(name, user, { decision: "approve", comment: "through the storm" });
      answers.push(answer);
      return answer.status === 503 ? undefined : true;
    },
    { withinMs: RECOVERS_WITHIN_MS, everyMs: 200 },
  );
  return answers;
}

/** The vote is recorded once, the run ended once, as the vote says. */
async function approvedOnce(world: World, name: string): Promise<CustomRun> {
  const run = await world.ended(name, "True", "Approved");
  const { votes = [] } = (await world.approval(name)).status ?? {};
  assert.deepEqual(
    votes.map(({ by, decision }) => `${by} ${decision}`),
    ["ann approve"],
  );
  const ends = world.history
    .of(run.metadata.uid ?? "")
    .filter(({ status }) => status?.conditions?.[0]?.status === "True")
    .map(({ status }) => status?.completionTime);
  assert.ok(new Set(ends).size <= 1, `ended at ${ends.join()}`);
  return run;
}

scenario(
  32,
  "a decision taken while Tekton's webhook is down reaches the run when it is back",
  async (world) => {
    await world.createPipelineRun("p", [
      approval("approve"),
      foreign("next", { word: "$(tasks.approve.results.comment)" }),
    ]);
    await world.pending("p-approve");
    await control().stopTektonWebhook({});
    let answer: Answer<unknown>;
    try {
      answer = await world.vote("p-approve", "ann", { decision: "approve", comment: "go" });
      await sleep(3_000);
      assert.equal((await world.run("p-approve")).status?.conditions?.[0]?.status, "Unknown");
      const shown = await world.product.show(world.namespace, "p-approve");
      assert.equal(shown.body.state, "approved", "people see that it is decided");
    } finally {
      await control().startTektonWebhook({});
    }
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    await approvedOnce(world, "p-approve");
    assert.equal((await world.run("p-next")).spec?.params?.[0]?.value, "go");
  },
  { skip: ours || (cluster.webhook ? false : "there is no webhook here") },
);

scenario(
  32,
  "the API server crashes while people answer: each is told, each vote counts once",
  async (world) => {
    const names = ["before", "during", "after"];
    for (const name of names) await world.createRun(handMadeRun(name));
    for (const name of names) await world.pending(name);
    const restarted = control().restartApiServer({ downMs: 2_000 });
    const told = await Promise.all(
      names.map(async (name, index) => {
        await sleep(index * 700);
        return await voteUntilTold(world, name, "ann");
      }),
    );
    await restarted;
    for (const [index, answers] of told.entries()) {
      // 409 is right when an answer was lost after the vote was recorded: it is told that the vote is there.
      const statuses = answers.map(({ status }) => status);
      assert.ok([201, 409].includes(statuses.at(-1) ?? 0), `${names[index]}: ${statuses.join()}`);
      await approvedOnce(world, names[index] ?? "");
    }
  },
  { skip: ours },
);

scenario(
  32,
  "after a compaction, which ends watches with 410, runs are still seen and answered",
  async (world) => {
    await world.createRun(handMadeRun("before"));
    await world.pending("before");
    await control().compactEtcd({});
    await control().restartApiServer({ downMs: 0 });
    await control().compactEtcd({});
    await world.createRun(handMadeRun("after"));
    for (const name of ["before", "after"]) {
      await world.pending(name);
      await voteUntilTold(world, name, "ann");
      await approvedOnce(world, name);
    }
  },
  { skip: ours },
);

scenario(
  32,
  "the store hangs for 8 s while somebody answers: the vote is recorded once, or they are told to try again",
  async (world) => {
    await world.createRun(handMadeRun("slow"));
    await world.pending("slow");
    const paused = control().pauseEtcd({ ms: 8_000 });
    await sleep(500);
    const answers = await voteUntilTold(world, "slow", "ann");
    await paused;
    assert.ok([201, 409].includes(answers.at(-1)?.status ?? 0), JSON.stringify(answers.at(-1)));
    await approvedOnce(world, "slow");
  },
  { skip: ours },
);

scenario(
  32,
  "others write to the run all the time: conflicts are tried again, the end is written once",
  async (world) => {
    await world.createRun(handMadeRun("busy"));
    await world.pending("busy");
    const stop = new AbortController();
    const flowing = Promise.withResolvers<void>();
    const onWritten = (count: number): void => (count === 3 ? flowing.resolve() : undefined);
    const busy = annotateUntil(world, "busy", { signal: stop.signal, onWritten });
    await Promise.race([flowing.promise, busy]);
    const { status } = await world.vote("busy", "ann", { decision: "approve" });
    assert.equal(status, 201);
    await approvedOnce(world, "busy");
    stop.abort();
    assert.ok((await busy) > 3, "there was something to be in conflict with");
  },
);

/** Writes to the run without a pause; gives how often. */
async function annotateUntil(
  world: World,
  name: string,
  { signal, onWritten }: { readonly signal: AbortSignal; readonly onWritten: (count: number) => void },
): Promise<number> {
  let count = 0;
  while (!signal.aborted) {
    const body = { metadata: { annotations: { "example.test/count": String(count) } } };
    await world.kube.patch(CUSTOM_RUNS, world.ref(name), { type: "merge", body });
    count += 1;
    onWritten(count);
  }
  return count;
}

/** Long enough for a replica that is late to do what it would do wrong. */
const LATE_MS = 5_000;

/** A kubeconfig for Countersign whose writes can be cut, and whose watches can be held up. */
async function startProxy(t: TestContext, onCut: OnCut, onWatched?: OnWatched): Promise<string> {
  const upstream = await readKubeconfig(cluster.kubeconfig, { env: process.env });
  const proxy = new WriteProxy(upstream, onCut, onWatched);
  const url = await proxy.start();
  const folder = mkdtempSync(join(tmpdir(), "countersign-proxy-"));
  t.after(async () => {
    await proxy.stop();
    rmSync(folder, { recursive: true });
  });
  const file = join(folder, "kubeconfig");
  const context = { name: "proxy", context: { cluster: "proxy", user: "proxy" } };
  writeFileSync(
    file,
    stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": "proxy",
      contexts: [context],
      clusters: [{ name: "proxy", cluster: { server: url } }],
      users: [{ name: "proxy", user: {} }],
    }),
  );
  return file;
}

scenario(
  32,
  "the API server is away for 15 s before a run is told of its decision: it is told soon after the return",
  async (world, t) => {
    let armed = false;
    const kubeconfig = await startProxy(
      t,
      ({ what }, at) => armed && what === "PUT customruns/status" && at === "before",
    );
    await world.startProduct({ kubeconfig });
    await world.createRun(handMadeRun("late"));
    await world.pending("late");
    armed = true;
    const answer = await world.vote("late", "ann", { decision: "approve" });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    await control().restartApiServer({ downMs: 15_000 });
    armed = false;
    const returnedMs = performance.now();
    await approvedOnce(world, "late");
    const tookMs = performance.now() - returnedMs;
    assert.ok(tookMs <= TOLD_WITHIN_MS, `told ${tookMs} ms after the return`);
  },
  { skip: ours },
);

scenario(
  11,
  "an answer that was on its way when a cancel was recorded is refused, and writes over nothing",
  async (world, t) => {
    const [sent, cancelled] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let armed = false;
    const kubeconfig = await startProxy(t, async ({ what }, at) => {
      if (!armed || !what.endsWith(" approvaltasks/status") || at !== "before") return false;
      armed = false;
      sent.resolve();
      await cancelled.promise;
      return false;
    });
    await world.startProduct({ kubeconfig });
    await world.createRun(handMadeRun("overtaken"));
    await world.pending("overtaken");
    armed = true;
    const vote = world.vote("overtaken", "ann", { decision: "approve" });
    await sent.promise;
    await world.patchRun("overtaken", { status: "RunCancelled" });
    await world.ended("overtaken", "False", "CustomRunCancelled");
    cancelled.resolve();
    const { status, body } = await vote;
    assert.equal(status, 409, JSON.stringify(body));
    const approval = await world.approval("overtaken");
    assert.equal(approval.status?.decision?.state, "cancelled");
    assert.deepEqual(approval.status.votes, []);
  },
);

for (const cut of ["before", "applied"] as const) {
  scenario(
    35,
    `killed at the write of the run's end (${cut}): completed from the record, once`,
    async (world, t) => {
      let armed = false;
      let hits = 0;
      const kubeconfig = await startProxy(t, ({ what }, at) => {
        if (!armed || what !== "PUT customruns/status" || at !== cut) return false;
        armed = false;
        hits += 1;
        void world.product.kill();
        return true;
      });
      await world.startProduct({ kubeconfig });
      await world.createRun(handMadeRun("killed"));
      await world.pending("killed");
      armed = true;
      const answer = await world
        .vote("killed", "ann", { decision: "approve", comment: "yes" })
        .catch(() => undefined);
      assert.ok(answer === undefined || answer.status === 201);
      await until("the write to be cut", async () => hits === 1);
      if (cut === "before")
        assert.equal((await world.run("killed")).status?.conditions?.[0]?.status, "Unknown");
      await sleep(500);
      await world.product.restart();
      const run = await approvedOnce(world, "killed");
      assert.equal(resultsOf(run)["comment"], "yes");
    },
  );
}

scenario(
  36,
  "of two replicas, one freezes past its lease and comes back: no question twice, no limit missed",
  async (world) => {
    const [first, second] = [
      await world.startProduct({ electsLeader: true }),
      await world.startReplica({ electsLeader: true }),
    ];
    await until("the first to lead", async () => first.log.includes('"leading"'));
    const { metadata } = await world.createRun(handMadeRun("limited", {}, { timeout: "22s" }));
    await world.createRun(handMadeRun("answered"));
    await world.pending("answered");
    const { uid } = (await world.approval("limited")).metadata;
    first.suspend();
    await sleep(LEASE_MS);
    const vote = await second.vote(world.namespace, "answered", "ann", { decision: "approve" });
    assert.equal(vote.status, 201, JSON.stringify(vote.body));
    const { status } = await world.ended("limited", "False", "CustomRunTimedOut");
    const lateMs = Date.parse(status?.completionTime ?? "") - Date.parse(status?.startTime ?? "") - 22_000;
    assert.ok(lateMs <= 5_000, `${lateMs} ms late`);
    first.resume();
    await approvedOnce(world, "answered");
    await world.createRun(handMadeRun("later"));
    await world.answer("later", "ann", "approve");
    await approvedOnce(world, "later");
    assert.equal((await world.approval("limited")).metadata.uid, uid);
    assert.equal((await world.run("limited")).metadata.uid, metadata.uid);
  },
);

const UNREADABLE = { days: "1d", bare: "10" } as const;

if (cluster.webhook) {
  scenario(20, "a limit that is no Go duration does not get past Tekton's webhook", async (world) => {
    for (const [name, timeout] of Object.entries(UNREADABLE)) {
      await assert.rejects(world.createRun(handMadeRun(name, {}, { timeout })), /duration/u);
    }
  });
} else {
  scenario(
    20,
    "a limit that is no Go duration is refused by name, and stops no other run of ours",
    async (world) => {
      for (const [name, timeout] of Object.entries(UNREADABLE)) {
        await world.createRun(handMadeRun(name, {}, { timeout }));
      }
      try {
        for (const name of Object.keys(UNREADABLE)) {
          const run = await world.ended(name, "False", "ApprovalParametersInvalid");
          assert.match(run.status?.conditions?.[0]?.message ?? "", /timeout/u);
        }
        await world.createRun(handMadeRun("good"));
        await world.answer("good", "ann", "approve");
        await approvedOnce(world, "good");
      } finally {
        for (const name of Object.keys(UNREADABLE)) await world.kube.delete(CUSTOM_RUNS, world.ref(name));
      }
      await world.createPipelineRun("p", [approval("approve")]);
      await until("Tekton to work again", async () => await world.find(CUSTOM_RUNS, "p-approve"), {
        withinMs: RECOVERS_WITHIN_MS,
      });
    },
    // Tekton itself cannot list runs while one like these is there, in any namespace.
    { skip: shared ? "what Tekton cannot read would stop it in all of a shared cluster" : false },
  );
}

scenario(
  55,
  "a replica that hears nothing of runs any more asks for none that is gone, and deletes no approval of the one made anew",
  async (world, t) => {
    const held = { customruns: Promise.withResolvers<void>(), approvaltasks: Promise.withResolvers<void>() };
    let holds = false;
    const onWatched: OnWatched = (plural) =>
      holds && (plural === "customruns" || plural === "approvaltasks") ? held[plural].promise : undefined;
    const kubeconfig = await startProxy(t, () => false, onWatched);
    const params = { approvers: ["ann", "bob"], strategy: "MULTI" };
    const old = await world.createRun(handMadeRun("anew", params));
    const first = await world.pending("anew");
    const late = await world.startReplica({ kubeconfig });
    t.after(() => held.customruns.resolve());
    holds = true;
    await world.kube.delete(CUSTOM_RUNS, world.ref("anew"));
    const anew = await world.createRun(handMadeRun("anew", params));
    const second = await world.pending("anew", first);
    await world.answer("anew", "ann", "approve");
    // It hears of the new approval now, and knows the old run alone.
    held.approvaltasks.resolve();
    await sleep(LATE_MS);
    const { metadata, status } = await world.approval("anew");
    assert.equal(metadata.uid, second.uid);
    assert.deepEqual(
      status?.votes?.map(({ by }) => by),
      ["ann"],
    );
    const { status: code, body } = await late.vote(world.namespace, "anew", "bob", { decision: "approve" });
    assert.equal(code, 201, JSON.stringify(body));
    await world.ended("anew", "True", "Approved");
    const opened = [old, anew].map((run) => world.history.approvalsOf(run.metadata.uid ?? "").length);
    assert.deepEqual(opened, [1, 1], "each run was asked for once");
  },
);
