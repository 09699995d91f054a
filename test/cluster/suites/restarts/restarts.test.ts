// What the product stands on goes away and comes back, or it goes away itself. Nothing is lost, nothing happens twice,
// and people are told what is true.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { suite, test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { ApprovalTask } from "../../../../src/objects/approval/approval-task.ts";
import type { CustomRun } from "../../../../src/objects/run/custom-run.ts";
import { isExpired, isUnavailable } from "../../../../src/kube/kube-error.ts";
import { CUSTOM_RUNS } from "../../../../src/objects/resources.ts";
import type { Product } from "../../../conformance/product.ts";
import type { ClusterActions } from "../../cluster-control.ts";
import { makeNamespace, openCluster } from "../../cluster-under-test.ts";
import { until } from "../../../kit/until.ts";
import { Arena } from "../races/arena.ts";
import { type CastVote, checkAnswer, checkRecord } from "../races/cast-vote.ts";
import { DecisionWatch } from "../races/decision-watch.ts";
import { answerAll, askAll, checkAll } from "./crowd.ts";

const LIMIT_MS = 240_000;
const KILL_RIG = join(import.meta.dirname, "../../../../rigs/kill/kill-test.ts");
const QUESTIONS = 24;
/** Time for the first votes to be under way. */
const UNDER_WAY_MS = 60;

const cluster = await openCluster();
const skip = cluster.control === undefined && "parts of a shared cluster are not stopped";

function restart(title: string, play: (t: TestContext, control: ClusterActions) => Promise<void>): void {
  test(title, { skip, timeout: LIMIT_MS }, async (t) => {
    assert.ok(cluster.control);
    await play(t, cluster.control);
  });
}

/** Everybody answers while this happens. */
async function answerDuring(t: TestContext, arena: Arena, trouble: () => Promise<void>): Promise<number> {
  const askings = await askAll(arena, QUESTIONS);
  const answering = answerAll(arena, askings);
  const troubled = sleep(UNDER_WAY_MS).then(trouble);
  const [tries] = await Promise.all([answering, troubled]);
  const unknown = await checkAll(arena, askings, tries);
  const votes = tries.flat().length;
  t.diagnostic(`${QUESTIONS} approvals, ${votes} votes; told ${unknown} times that it is not known`);
  return unknown;
}

/** The replica that has said last that it leads. */
function leaderOf({ replicas }: Arena): { readonly leader: Product; readonly index: 0 | 1 } | undefined {
  const leads = replicas.map(
    ({ log }) => log.lastIndexOf('"leading"') > log.lastIndexOf('"no longer leading"'),
  );
  const [first, second] = leads;
  if (first === second) return undefined;
  return first === true ? { leader: replicas[0], index: 0 } : { leader: replicas[1], index: 1 };
}

/** While its replica was stopped, the time for a vote ran out. `checkRecord` holds it to what it says. */
function isToldNotRecorded({ answer: { status, body } }: CastVote): boolean {
  return status === 503 && /was not recorded/u.test(body.detail ?? "");
}

/** A write was under way when its replica was stopped, and its answer came too late. */
function isToldUnknown({ answer: { status, body } }: CastVote): boolean {
  return status === 503 && /not known/u.test(body.detail ?? "");
}

function isRecorded({ comment }: CastVote, { status }: ApprovalTask): boolean {
  return status?.votes?.some((vote) => vote.comment === comment) ?? false;
}

/** `undefined` while the API server says that it is not ready to tell. */
async function isHistoryGone(namespace: string, resourceVersion: string): Promise<true | undefined> {
  const signal = AbortSignal.timeout(5000);
  try {
    for await (const event of cluster.kube.watch(CUSTOM_RUNS, { namespace, resourceVersion, signal })) {
      throw new Error(`The history is still there: ${event.type}`);
    }
    throw new Error("The watch began as if nothing were missing.");
  } catch (error) {
    if (isUnavailable(error)) return undefined;
    assert.ok(isExpired(error), String(error));
    return true;
  }
}

suite("Restarts", { concurrency: 1 }, () => {
  restart("the API server is killed while people vote, and started again", async (t, control) => {
    const arena = await Arena.open(cluster, t);
    const opening = await Promise.all(
      Array.from({ length: 8 }, (_, index) => arena.createRun(`opening-${index}`, { approvers: ["ann"] })),
    );
    const unknown = await answerDuring(t, arena, () => control.restartApiServer({ downMs: 2000 }));
    assert.ok(unknown > 0, "somebody voted while it was away");
    for (const run of opening) await arena.asked(run.metadata.name, run);
  });

  restart("etcd answers nothing for 20 s while people vote", async (t, control) => {
    const arena = await Arena.open(cluster, t, { electsLeader: true });
    await until("a leader", async () => leaderOf(arena));
    await answerDuring(t, arena, () => control.pauseEtcd({ ms: 20_000 }));
  });

  restart("the history since the last look is gone (410)", async (t, control) => {
    const arena = await Arena.open(cluster, t);
    const [waits, cancelled, deleted] = await Promise.all(
      ["waits", "cancelled", "deleted"].map((name) => arena.ask(name, { approvers: ["ann"] })),
    );
    assert.ok(waits && cancelled && deleted);
    for (const replica of arena.replicas) replica.suspend();
    // Cuts their watches, so that what follows does not wait for them in a socket's buffer.
    await control.restartApiServer({ downMs: 0 });
    const late = await arena.createRun("late", { approvers: ["ann"] });
    await arena.cancel(cancelled.name);
    await arena.delete(deleted.name);
    await control.compactEtcd({});
    await control.restartApiServer({ downMs: 0 });
    const { namespace } = arena;
    const { resourceVersion = "" } = waits.approval.metadata;
    await until("the API server to answer 410", () => isHistoryGone(namespace, resourceVersion));
    for (const replica of arena.replicas) replica.resume();

    const { run } = await arena.settled(cancelled);
    assert.equal(run.status?.conditions?.[0]?.reason, "CustomRunCancelled");
    await arena.watch.approvals.untilGone(deleted.approvalUid);
    const asked = await arena.asked("late", late);
    for (const { name } of [waits, asked]) {
      const vote = await arena.vote(name, { by: "ann", decision: "approve", replica: 1 });
      assert.ok(vote.taken, JSON.stringify(vote.answer));
      const { approval } = await arena.settled({ ...asked, name });
      checkRecord([vote], approval);
    }
    arena.watch.check();
  });

  const leaderTitle = "the leader stops for longer than its Lease, another takes over, and it comes back";
  test(leaderTitle, { timeout: LIMIT_MS }, async (t) => {
    const arena = await Arena.open(cluster, t, { electsLeader: true });
    const { leader, index } = await until("a leader", async () => leaderOf(arena));
    const other = index === 0 ? 1 : 0;
    const names = Array.from({ length: 12 }, (_, number) => `question-${number}`);
    const asked = await Promise.all(names.map((name) => arena.ask(name, { approvers: ["ann", "bob"] })));
    const cancelled = await arena.ask("cancelled", { approvers: ["ann"] });
    // Some of these are answered before it stops, some are under way, some have not begun.
    const atLeader = names.map((name) =>
      arena.vote(name, { by: "ann", decision: "approve", replica: index }),
    );
    await Promise.race(atLeader);
    leader.suspend();
    await arena.cancel(cancelled.name);
    const atOther = await Promise.all(
      names.map((name) => arena.vote(name, { by: "bob", decision: "reject", replica: other })),
    );
    for (const one of [...asked, cancelled]) await arena.settled(one);
    assert.match(arena.replicas[other].log, /"leading"/u, "the other has taken over");
    leader.resume();
    const late = await Promise.all(atLeader);
    await until("the former leader to see that it leads no more", async () =>
      leader.log.includes('"no longer leading"'),
    );
    for (const [number, one] of asked.entries()) {
      const approval = await arena.read(one.name);
      const votes = [late[number], atOther[number]]
        .filter((vote) => vote !== undefined)
        .map((vote) => (isToldUnknown(vote) ? { ...vote, taken: isRecorded(vote, approval) } : vote));
      // Node itself answers 408 to a request that it began to read before it was stopped.
      const answered = votes
        .filter((vote) => vote.answer.status !== 408)
        .filter((vote) => !isToldUnknown(vote) && !isToldNotRecorded(vote));
      for (const vote of answered) checkAnswer(vote, ["AlreadyDecided"]);
      checkRecord(votes, approval);
      assert.equal(votes.filter(({ taken }) => taken).length, 1, one.name);
    }
    const after = await arena.ask("after", { approvers: ["ann"] });
    await arena.vote("after", { by: "ann", decision: "approve", replica: index });
    await arena.settled(after);
    arena.watch.check();
    const inTime = late.filter(({ taken }) => taken).length;
    t.diagnostic(
      `${names.length} approvals: ${inTime} decided by the one that stopped, the rest by the other`,
    );
  });

  const webhookTitle =
    "Tekton's webhook is down while people decide: recorded at once, written to the runs once it is back";
  restart(webhookTitle, async (t, control) => {
    if (!cluster.webhook) return t.skip("this cluster has no webhook");
    const arena = await Arena.open(cluster, t);
    const askings = await askAll(arena, 8);
    const slow = await arena.ask("times-out", { approvers: ["ann"] }, { timeout: "2s" });
    await control.stopTektonWebhook({});
    const tries = await answerAll(arena, askings);
    for (const { asked } of askings) {
      await arena.watch.approvals.until(
        asked.name,
        "is decided",
        ({ status }) => status?.decision !== undefined,
      );
    }
    await arena.watch.approvals.until(
      slow.name,
      "has timed out",
      ({ status }) => status?.decision?.state === "timedOut",
    );
    for (const { asked } of [...askings, { asked: slow }]) {
      const run = await cluster.kube.get<CustomRun>(CUSTOM_RUNS, {
        namespace: arena.namespace,
        name: asked.name,
      });
      assert.equal(run.status?.conditions?.[0]?.status, "Unknown", "its end cannot be written yet");
    }
    await control.startTektonWebhook({});
    const unknown = await checkAll(arena, askings, tries);
    assert.equal(unknown, 0, "the votes do not depend on the webhook");
    const { run } = await arena.settled(slow);
    assert.equal(run.status?.conditions?.[0]?.reason, "CustomRunTimedOut");
    arena.watch.check();
  });

  // On the embedded cluster the rig has its own run, with all its flows.
  const killSkip = cluster.tekton === "small" && "`npm run test:kill` does it";
  test(
    "serve is killed at each of its writes, and started again",
    { skip: killSkip, timeout: 400_000 },
    async (t) => {
      const namespace = await makeNamespace(cluster, t);
      const watch = await DecisionWatch.start(cluster.kube, namespace);
      t.after(() => watch.close());
      const flows = ["--flow", "single", "--flow", "four-eyes"];
      const args = [KILL_RIG, "--kubeconfig", cluster.kubeconfig, "--namespace", namespace, ...flows];
      const { stdout } = await promisify(execFile)(process.execPath, args, { signal: t.signal }).catch(
        (error: unknown) => {
          throw new Error(`The rig failed: ${(error as { stdout?: string }).stdout}`, { cause: error });
        },
      );
      watch.check();
      const [, kills = "0"] = /^(\d+) kills with SIGKILL$/mu.exec(stdout) ?? [];
      assert.match(stdout, new RegExp(`^${kills} passed, 0 failed$`, "mu"));
      // Six writes and eight, each cut before it, after it and when it was answered.
      assert.ok(Number(kills) >= 42, stdout);
      t.diagnostic(`${kills} kills; ${watch.events} events checked`);
    },
  );
});
