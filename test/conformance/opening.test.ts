// Which runs are ours, what they may ask, and how an approval opens.
import assert from "node:assert/strict";
import { suite } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import type { CustomRun } from "../../src/objects/run/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS, EVENTS } from "../../src/objects/resources.ts";
import type { KubeEvent } from "../../src/controller/event-series.ts";
import { until } from "../kit/until.ts";
import { APPROVAL_REF, approval, handMadeRun, type Values } from "./pipelines.ts";
import { cluster, scenario } from "./scenario.ts";
import { resultsOf, succeededOf, type World } from "./world.ts";

const OWNER = { apiVersion: "tekton.dev/v1", kind: "PipelineRun", controller: true } as const;
const SETTLED_MS = 1_000;

/** The same run with another spec; the approvers stay in its params. */
function runOf(name: string, spec: Values): CustomRun {
  return { ...handMadeRun(name), spec };
}

async function refused(world: World, name: string, message: RegExp): Promise<void> {
  const run = await world.ended(name, "False", "ApprovalParametersInvalid");
  assert.match(run.status?.conditions?.[0]?.message ?? "", message);
  assert.equal(resultsOf(run)["decision"], "false");
  assert.equal((await world.product.show(world.namespace, name)).status, 404, "no approval was opened");
}

suite("Opening", { concurrency: 3 }, () => {
  scenario(
    1,
    "a run of ours gets one first write: Succeeded=Unknown, times, observedGeneration",
    async (world) => {
      const { metadata } = await world.createRun(handMadeRun("first"));
      await world.pending("first");
      await sleep(SETTLED_MS);
      const versions = world.history.of(metadata.uid ?? "");
      assert.equal(versions.length, 2, "created, and written once");
      const status = versions[1]?.status;
      assert.equal(status?.conditions?.length, 1);
      const [condition] = status?.conditions ?? [];
      assert.deepEqual(
        { type: condition?.type, status: condition?.status, reason: condition?.reason },
        { type: "Succeeded", status: "Unknown", reason: "Pending" },
      );
      assert.ok(condition?.lastTransitionTime !== undefined && status?.startTime !== undefined);
      assert.equal(status?.observedGeneration, 1);
    },
  );

  scenario(2, "runs of others are never written, and break nothing", async (world) => {
    const { apiVersion, kind } = APPROVAL_REF;
    const strangers: Readonly<Record<string, Values>> = {
      "other-kind": { customRef: { apiVersion, kind: "Wait" } },
      "other-group": { customRef: { apiVersion: "example.test/v1beta1", kind } },
      "other-version": { customRef: { apiVersion: "tekton.automatiko.io/v1", kind } },
      plural: { customRef: { apiVersion, kind: "ApprovalTasks" } },
      embedded: { customSpec: { apiVersion: "example.test/v1", kind: "Wait", spec: { for: "5s" } } },
      ...(cluster.webhook ? {} : { neither: {} }),
    };
    for (const [name, spec] of Object.entries(strangers)) await world.createRun(runOf(name, spec));
    await world.createRun(handMadeRun("ours"));
    await world.answer("ours", "ann", "approve");
    await world.ended("ours", "True", "Approved");
    for (const name of Object.keys(strangers)) {
      const { metadata, status } = await world.run(name);
      assert.equal(status, undefined, name);
      assert.equal(metadata.generation, 1, name);
    }
    const told = await until("Events of what is nearly ours", async () => {
      const { items } = await world.kube.list<KubeEvent>(EVENTS, { namespace: world.namespace });
      const unknown = items.filter(({ reason }) => reason === "ApprovalKindUnknown");
      return unknown.length >= 3 ? unknown : undefined;
    });
    const names = new Set(told.map(({ involvedObject }) => involvedObject["name"]));
    assert.deepEqual(names, new Set(["other-kind", "other-version", "plural"]));
  });

  scenario(
    2,
    "our kind in any case opens; what can mean nothing else ends with what to write",
    async (world) => {
      const { apiVersion, kind } = APPROVAL_REF;
      const { params = [] } = handMadeRun("any").spec ?? {};
      const former = "tekton.automatiko.io/v1alpha1";
      const tasks: Readonly<Record<string, Values>> = {
        small: { taskRef: { apiVersion, kind: "approvaltask", name: "approvaltask" }, params },
        "former-version": { taskRef: { apiVersion: former, kind, name: "approvaltask" }, params },
        "no-kind": { taskRef: { apiVersion, name: "approvaltask" }, params },
        "former-spec": { taskSpec: { apiVersion: former, kind, spec: { approvers: ["ann"] } } },
      };
      for (const [name, task] of Object.entries(tasks)) {
        await world.createPipelineRun(name, [{ name: "approve", ...task }]);
      }
      if (!cluster.webhook)
        await world.createRun(runOf("kindless-approve", { customRef: { apiVersion }, params }));
      await world.answer("small-approve", "ann", "approve");
      await world.ended("small-approve", "True", "Approved");
      const advice =
        /write apiVersion: tekton\.automatiko\.io\/v1beta1 and kind: ApprovalTask in the task's/u;
      for (const name of ["former-version", "no-kind", "former-spec"]) {
        await refused(world, `${name}-approve`, advice);
        assert.equal(succeededOf(await world.pipelineRunEnded(name))?.reason, "Failed", name);
      }
      if (!cluster.webhook) await refused(world, "kindless-approve", advice);
    },
  );

  scenario(61, "run and approval say who is asked, until when at most, and how it ended", async (world) => {
    const people = { approvers: ["ann", "bob"] };
    await world.createPipelineRun("p", [approval("approve", people, { timeout: "30m" })]);
    const { url } = await world.pending("p-approve");
    const { deadline } = (await world.approval("p-approve")).status ?? {};
    const asked = `Waiting for an approval by ann or bob, at most until ${deadline}: ${url}`;
    await world.until<CustomRun>(
      CUSTOM_RUNS,
      "p-approve",
      "to say so",
      ({ status }) => status?.conditions?.[0]?.message === asked,
    );
    await world.answer("p-approve", "ann", "reject");
    await world.ended("p-approve", "True", "Rejected");
    const told = await until("Events on both", async () => {
      const { items } = await world.kube.list<KubeEvent>(EVENTS, { namespace: world.namespace });
      const ours = items.filter(({ involvedObject }) => involvedObject["name"] === "p-approve");
      const all = ours.map(
        ({ involvedObject, reason, message }) => `${involvedObject["kind"]} ${reason}: ${message}`,
      );
      return all.filter((line) => line.includes("Rejected")).length >= 2 ? all : undefined;
    });
    const lines = [`ApprovalRequested: ${asked}`, "Rejected: Rejected by ann."];
    const onBoth = lines.flatMap((line) => [`ApprovalTask ${line}`, `CustomRun ${line}`]);
    assert.deepEqual(told.toSorted(), onBoth.toSorted());
  });

  scenario(3, "a reference that names nothing opens an approval all the same", async (world) => {
    await world.createPipelineRun("p", [
      approval("approve", {}, { taskRef: { ...APPROVAL_REF, name: "does-not-exist" } }),
    ]);
    await world.answer("p-approve", "ann", "approve");
    await world.ended("p-approve", "True", "Approved");
  });

  scenario(4, "an unnamed reference opens an approval, and a resolver in it is ignored", async (world) => {
    const { apiVersion, kind } = APPROVAL_REF;
    const { params = [] } = handMadeRun("any").spec ?? {};
    await world.createRun(runOf("unnamed", { customRef: { apiVersion, kind }, params }));
    await world.createRun(runOf("resolved", { customRef: { apiVersion, kind, resolver: "git" }, params }));
    for (const name of ["unnamed", "resolved"]) {
      await world.answer(name, "ann", "approve");
      await world.ended(name, "True", "Approved");
    }
  });

  scenario(
    5,
    "an embedded spec is read whole or refused; `$(…)` in it never becomes an approver",
    async (world) => {
      const { apiVersion, kind } = APPROVAL_REF;
      const embedded = (spec: Values, params: readonly unknown[] = []): Values => ({
        customSpec: { apiVersion, kind, spec },
        params,
      });
      await world.createRun(runOf("empty", embedded({})));
      await world.createRun(runOf("unknown-key", embedded({ approvers: ["ann"], aprovers: ["bob"] })));
      await world.createRun(runOf("good", embedded({ approvers: ["ann"], description: "Embedded" })));
      await world.createRun(runOf("with-params", embedded({}, [{ name: "approvers", value: ["ann"] }])));
      const taskSpec = { apiVersion, kind, spec: { approvers: ["$(params.who)"] } };
      await world.createPipelineRun("p", [{ name: "literal", taskSpec }], {
        spec: { params: [{ name: "who", value: "ann" }] },
      });
      await refused(world, "empty", /approvers/u);
      await refused(world, "unknown-key", /aprovers/u);
      await refused(world, "p-literal", /approvers.*\$\(params\.who\)/u);
      assert.equal((await world.pending("good")).description, "Embedded");
      assert.deepEqual((await world.pending("with-params")).assignees, [{ kind: "user", name: "ann" }]);
    },
  );

  scenario(
    6,
    "approvers in every JSON form are read or refused by name; none is never everybody",
    async (world) => {
      const accepted: Readonly<Record<string, readonly [value: unknown, names: readonly string[]]>> = {
        array: [
          ["ann", "bob"],
          ["ann", "bob"],
        ],
        "json-string": ['["ann","bob"]', ["ann", "bob"]],
        "one-string": ["ann", ["ann"]],
        number: [5, ["5"]],
        twice: [["ann", "ann"], ["ann"]],
      };
      const invalid: Readonly<Record<string, unknown>> = {
        object: { first: "ann" },
        "empty-array": [],
        "empty-string": "",
        blank: ["ann", " "],
        comma: "ann,bob",
        ...(cluster.webhook ? {} : { "array-of-numbers": [1, 2], "null-entry": ["ann", null] }),
      };
      for (const [name, [value]] of Object.entries(accepted)) {
        await world.createRun(handMadeRun(name, { approvers: value }));
      }
      for (const [name, value] of Object.entries(invalid)) {
        await world.createRun(handMadeRun(name, { approvers: value }));
      }
      for (const [name, [, names]] of Object.entries(accepted)) {
        const { assignees } = await world.pending(name);
        assert.deepEqual(
          assignees,
          names.map((user) => ({ kind: "user", name: user })),
          name,
        );
      }
      for (const name of Object.keys(invalid)) await refused(world, name, /approvers/u);
    },
  );

  scenario(
    6,
    "one parameter in two spellings does not get past Tekton's webhook",
    async (world) => {
      const twins = approval("approve", { Approvers: ["bob"] });
      await world.createPipelineRun("p", [twins]);
      assert.equal(succeededOf(await world.pipelineRunEnded("p"))?.reason, "CreateRunFailed");
    },
    { skip: !cluster.webhook && "there is no webhook here" },
  );

  scenario(30, "names at their limits: hashed to 63 characters, dotted, long labels", async (world) => {
    const pipelineRun = "a-release-of-everything-".padEnd(62, "x");
    const task = "approve-of-it-all-".padEnd(50, "y");
    await world.createPipelineRun(pipelineRun, [approval(task)]);
    const run = await world.anyRun(
      "of the task",
      (object) => object.metadata.labels?.["tekton.dev/pipelineTask"] === task,
    );
    assert.ok(run.metadata.name.length <= 63 && !run.metadata.name.includes(task), run.metadata.name);
    const shown = await world.pending(run.metadata.name);
    assert.equal(shown.task, task, "the task's name comes from the label");
    assert.equal(shown.pipelineRun, pipelineRun);
    await world.createRun(handMadeRun("a.b.c"));
    for (const name of [run.metadata.name, "a.b.c"]) {
      await world.answer(name, "ann", "approve");
      await world.ended(name, "True", "Approved");
      await world.until(CUSTOM_RUNS, name, "to be there", () => true);
      assert.equal((await world.approval(name)).metadata.name, name);
    }
  });

  scenario(
    39,
    "what a stranger's run claims is not shown as true: only the owner's UID counts",
    async (world) => {
      const victim = await world.createPipelineRun("release", [approval("approve")]);
      await world.pending("release-approve");
      const labels = {
        "tekton.dev/pipelineRun": "release",
        "tekton.dev/pipelineRunUID": victim.metadata.uid ?? "",
        "tekton.dev/pipelineTask": "approve",
        "tekton.dev/pipeline": "release",
      };
      const forged = handMadeRun("forged-by-label");
      await world.createRun({ ...forged, metadata: { ...forged.metadata, labels } });
      const byLabel = await world.pending("forged-by-label");
      assert.equal(byLabel.pipelineRun, null);
      assert.equal(byLabel.pipelineRunVerified, false);
      await world.untilShown("release-approve", "to be verified", (shown) => shown.pipelineRunVerified);

      // A PipelineRun of that name, but not that one: the approval closes before anybody is asked, and the garbage
      // collector removes the run.
      const owner = { ...OWNER, name: "release", uid: "00000000-0000-4000-8000-000000000000" };
      const adopted = handMadeRun("forged-by-owner");
      await world.createRun({
        ...adopted,
        metadata: { ...adopted.metadata, labels, ownerReferences: [owner] },
      });
      await world.goneOrEnded("forged-by-owner", "CustomRunCancelled");
      assert.equal((await world.vote("forged-by-owner", "ann", { decision: "approve" })).status, 404);
    },
  );

  scenario(39, "an ApprovalTask that somebody made by hand is shown to nobody", async (world) => {
    await world.createRun(handMadeRun("real"));
    await world.pending("real");
    const { spec } = await world.approval("real");
    await world.kube.create<ApprovalTask>(APPROVAL_TASKS, {
      apiVersion: "tekton.automatiko.io/v1beta1",
      kind: "ApprovalTask",
      metadata: { name: "made-up", namespace: world.namespace },
      spec: { ...spec, title: "Click yes", approvers: ["mallory"] },
    });
    await world.createRun(handMadeRun("later"));
    await world.pending("later");
    assert.equal((await world.product.show(world.namespace, "made-up")).status, 404);
    assert.equal((await world.vote("made-up", "mallory", { decision: "approve" })).status, 404);
  });

  scenario(40, "unchecked input: our own writes are whole, and one bad run stops no other", async (world) => {
    const raw: Readonly<Record<string, CustomRun>> = {
      "bad-params": {
        ...handMadeRun("bad-params"),
        spec: { customRef: APPROVAL_REF, params: [{ name: "approvers", value: { first: { deep: 1 } } }] },
      },
      "no-params": { ...handMadeRun("no-params"), spec: { customRef: APPROVAL_REF } },
    };
    for (const run of Object.values(raw)) await world.createRun(run);
    const given = await world.createRun(handMadeRun("half-written"));
    world.history.forgive(given.metadata.uid);
    if (!cluster.webhook) {
      // Somebody's condition without its time: accepted where no webhook looks.
      await world.kube.patch(CUSTOM_RUNS, world.ref("half-written"), {
        type: "merge",
        subresource: "status",
        body: { status: { conditions: [{ type: "Succeeded", status: "Unknown" }] } },
      });
    }
    await world.answer("half-written", "ann", "approve");
    const done = await world.ended("half-written", "True", "Approved");
    const [condition] = done.status?.conditions ?? [];
    for (const time of [condition?.lastTransitionTime, done.status?.startTime, done.status?.completionTime]) {
      assert.match(time ?? "absent", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u);
    }
    await refused(world, "bad-params", /approvers/u);
    await refused(world, "no-params", /approvers/u);
  });

  scenario(40, "a condition that others put first stays, and comes after ours", async (world) => {
    const { metadata } = await world.createRun(handMadeRun("remarked"));
    world.history.forgive(metadata.uid);
    await world.pending("remarked");
    const run = await world.run("remarked");
    const lastTransitionTime = run.status?.startTime ?? "";
    const remark = {
      type: "Remarked",
      status: "True",
      reason: "Seen",
      message: "",
      lastTransitionTime,
    } as const;
    const conditions = [remark, ...(run.status?.conditions ?? [])];
    await world.kube.updateStatus<CustomRun>(CUSTOM_RUNS, { ...run, status: { ...run.status, conditions } });
    await world.answer("remarked", "ann", "approve");
    const ended = await world.until<CustomRun>(
      CUSTOM_RUNS,
      "remarked",
      "to end",
      ({ status }) => status?.completionTime !== undefined,
    );
    assert.deepEqual(
      ended.status?.conditions?.map(({ type, reason }) => `${type} ${reason}`),
      ["Succeeded Approved", "Remarked Seen"],
    );
  });
});
