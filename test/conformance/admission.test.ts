// The policy of deploy/admission in force on a whole cluster, for everybody: Tekton, Countersign, people, garbage collection.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite } from "node:test";
import { parseDocument } from "yaml";
import type { KubeObject } from "../../src/kube/kube-api.ts";
import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import type { CustomRun } from "../../src/objects/run/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS, PIPELINE_RUNS } from "../../src/objects/resources.ts";
import { NAMESPACES } from "../cluster/cluster-under-test.ts";
import { SUITE_AUTH } from "../kit/suite-auth.ts";
import { until } from "../kit/until.ts";
import { approval, handMadeRun, say, type Values } from "./pipelines.ts";
import { cluster, scenario } from "./scenario.ts";
import { succeededOf, type World } from "./world.ts";

const DEPLOY = join(import.meta.dirname, "../../deploy");
const TEKTON = "system:serviceaccount:tekton-pipelines:tekton-pipelines-controller";
const FOLDERS = [
  join(DEPLOY, "overlays/whole-cluster"),
  ...(SUITE_AUTH === "kubernetes" ? [join(DEPLOY, "token-review")] : []),
  join(DEPLOY, "admission"),
];
const DENIED =
  /ValidatingAdmissionPolicy 'countersign' with binding 'countersign' denied request: (?<why>.*)/u;

const skip =
  cluster.tekton === "small"
    ? "the embedded API has no ValidatingAdmissionPolicies"
    : cluster.control === undefined && "nothing is installed on a shared cluster";

async function kubectl(args: readonly string[], input?: unknown): Promise<string> {
  const { code, stdout, stderr } = await cluster.kubectl(args, JSON.stringify(input ?? ""));
  if (code !== 0) throw new Error(`kubectl ${args.join(" ")} failed: ${stderr}`);
  return stdout.trim();
}

/** Asserts that the policy refuses it, also to a cluster administrator, and gives why. */
async function refused(args: readonly string[], input?: unknown): Promise<string> {
  const { code, stderr } = await cluster.kubectl(args, JSON.stringify(input ?? ""));
  const why = DENIED.exec(stderr)?.groups?.["why"];
  assert.ok(code !== 0 && why !== undefined, `kubectl ${args.join(" ")} was to be denied: ${stderr}`);
  return why;
}

async function untilInForce(): Promise<void> {
  const run = handMadeRun("probe");
  await until("the policy to be in force", async () => {
    const { stderr } = await cluster.kubectl(["create", "--dry-run=server", "-f", "-"], JSON.stringify(run));
    return DENIED.test(stderr);
  });
}

const folder = mkdtempSync(join(tmpdir(), "countersign-admission-"));
const kubeconfig = join(folder, "kubeconfig");

/** Countersign's own kubeconfig, as its pods have it: the account's token, and no other right. */
async function writeOwnKubeconfig(): Promise<void> {
  const token = await kubectl(["create", "token", "countersign", "-n", "countersign"]);
  const document = parseDocument(readFileSync(cluster.kubeconfig, "utf8"));
  document.setIn(["users", 0, "user"], { token });
  writeFileSync(kubeconfig, document.toString(), { mode: 0o600 });
}

/** Starts Countersign under its own account, in place of the administrator's. */
async function deployed(world: World, more: readonly string[] = []): Promise<void> {
  const product = await world.startProduct({ kubeconfig, namespaces: [world.namespace, ...more] });
  assert.doesNotMatch(product.log, /ValidatingAdmissionPolicyBinding/u, "it finds the policy in force");
}

async function gone(world: World, name: string): Promise<void> {
  await until(`${name} and its approval to be gone`, async () => {
    const found = [await world.find(CUSTOM_RUNS, name), await world.find(APPROVAL_TASKS, name)];
    return found.every((object) => object === undefined);
  });
}

async function deletePipelineRun(
  world: World,
  name: string,
  propagationPolicy: "Background" | "Foreground",
): Promise<void> {
  await world.kube.delete(PIPELINE_RUNS, world.ref(name), { propagationPolicy });
}

/** Changes which account is Tekton's by the policy, as an overlay does, and waits until that is in force. */
async function nameTekton(account: string): Promise<void> {
  const value = `'${account}'`;
  const patch = [{ op: "replace", path: "/spec/variables/0/expression", value }];
  await kubectl([
    "patch",
    "validatingadmissionpolicy",
    "countersign",
    "--type=json",
    "-p",
    JSON.stringify(patch),
  ]);
  await until("another account to be Tekton's", async () => {
    const { stderr } = await cluster.kubectl(
      ["create", "--dry-run=server", "-f", "-"],
      JSON.stringify(handMadeRun("probe")),
    );
    return stderr.includes(`(${account})`);
  });
}

function mergePatch(kind: string, name: string, body: Values, ...more: readonly string[]): readonly string[] {
  return ["patch", kind, name, "--type=merge", "-p", JSON.stringify(body), ...more];
}

suite("Admission", { concurrency: 1 }, () => {
  before(async () => {
    if (skip !== false) return;
    for (const path of FOLDERS) await kubectl(["apply", "-k", path]);
    await untilInForce();
    await writeOwnKubeconfig();
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    if (skip !== false) return;
    // The policy first, and not before it is out of force: the files after this one make runs by hand.
    for (const path of FOLDERS.toReversed()) await kubectl(["delete", "-k", path, "--ignore-not-found"]);
    await until("the policy to be out of force", async () => {
      const run = JSON.stringify(handMadeRun("probe"));
      const { code } = await cluster.kubectl(["create", "--dry-run=server", "-f", "-"], run);
      return code === 0;
    });
  });

  scenario(
    54,
    "with the policy in force, a pipeline's approval is answered, retried, timed out and cancelled as without it",
    async (world) => {
      await deployed(world);
      const ship = say("ship", "shipped", { runAfter: ["approve"] });
      const last = approval("report");
      await world.createPipelineRun("answered", [approval("approve"), ship], { finally: [last] });
      await world.answer("answered-approve", "ann", "approve");
      await world.answer("answered-report", "ann", "reject");
      assert.equal(succeededOf(await world.pipelineRunEnded("answered"))?.status, "True");
      await world.until<ApprovalTask>(
        APPROVAL_TASKS,
        "answered-approve",
        "to be labelled",
        ({ metadata }) => metadata.labels?.["decision"] === "approved",
      );

      await world.createPipelineRun("retried", [approval("approve", {}, { timeout: "3s", retries: 1 })]);
      await world.ended("retried-approve", "False", "CustomRunTimedOut");
      const { status } = await world.approval("retried-approve");
      assert.equal(status?.attempt, 2);

      await world.createPipelineRun("cancelled", [approval("approve")], { finally: [approval("report")] });
      await world.pending("cancelled-approve");
      await world.patchPipelineRun("cancelled", { status: "CancelledRunFinally" });
      await world.ended("cancelled-approve", "False", "CustomRunCancelled");
      await world.answer("cancelled-report", "ann", "approve");
      assert.equal(succeededOf(await world.pipelineRunEnded("cancelled"))?.reason, "Cancelled");

      const spec = { timeouts: { pipeline: "4s" } };
      await world.createPipelineRun("late", [approval("approve")], { spec });
      await world.ended("late-approve", "False", "CustomRunCancelled");
      assert.equal(succeededOf(await world.pipelineRunEnded("late"))?.reason, "PipelineRunTimeout");
    },
    { skip },
  );

  scenario(
    54,
    "with the policy in force, garbage collection, other controllers' finalizers and namespaces go on working",
    async (world) => {
      const other = `cs-${randomBytes(4).toString("hex")}`;
      await world.kube.create<KubeObject>(NAMESPACES, {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: other, labels: cluster.labels ?? {} },
      });
      await deployed(world, [other]);
      for (const [name, policy] of [
        ["behind", "Background"],
        ["before", "Foreground"],
      ] as const) {
        await world.createPipelineRun(name, [approval("approve")]);
        await world.pending(`${name}-approve`);
        await deletePipelineRun(world, name, policy);
        await gone(world, `${name}-approve`);
      }

      await world.createPipelineRun("stored", [approval("approve")]);
      await world.pending("stored-approve");
      const setFinalizers = async (finalizers: readonly string[] | null): Promise<void> => {
        const body = { metadata: { finalizers, annotations: { "example.test/stored": "yes" } } };
        for (const resource of [CUSTOM_RUNS, APPROVAL_TASKS]) {
          await world.kube.patch(resource, world.ref("stored-approve"), { type: "merge", body });
        }
      };
      await setFinalizers(["results.tekton.dev/customrun"]);
      await deletePipelineRun(world, "stored", "Background");
      await world.until<CustomRun>(
        CUSTOM_RUNS,
        "stored-approve",
        "to be on its way out",
        ({ metadata }) => metadata.deletionTimestamp !== undefined,
      );
      await setFinalizers(null);
      await gone(world, "stored-approve");

      await world.createPipelineRun("orphaned", [approval("approve")]);
      await world.pending("orphaned-approve");
      await world.kube.delete(PIPELINE_RUNS, world.ref("orphaned"), { propagationPolicy: "Orphan" });
      await world.ended("orphaned-approve", "False", "CustomRunCancelled");
      await world.kube.delete(CUSTOM_RUNS, world.ref("orphaned-approve"), { propagationPolicy: "Orphan" });
      await world.until<ApprovalTask>(
        APPROVAL_TASKS,
        "orphaned-approve",
        "to have lost its owner",
        ({ metadata }) => (metadata.ownerReferences ?? []).length === 0,
      );
      await world.kube.delete(APPROVAL_TASKS, world.ref("orphaned-approve"));

      const asking = {
        apiVersion: "tekton.dev/v1",
        kind: "PipelineRun",
        metadata: { name: "asks", namespace: other },
        spec: { pipelineSpec: { tasks: [approval("approve")] } },
      };
      await world.kube.create<KubeObject>(PIPELINE_RUNS, asking);
      await until(
        "it to ask in the other namespace",
        async () => (await world.kube.list(APPROVAL_TASKS, { namespace: other })).items.length > 0,
      );
      await kubectl(["delete", "namespace", other, "--timeout=60s"]);
    },
    { skip },
  );

  scenario(
    54,
    "with the policy in force, a run made beforehand and whatever else is forged are refused, to administrators too",
    async (world) => {
      await deployed(world);
      const inWorld = ["-n", world.namespace];
      const jane = [...inWorld, "--as=jane", "--as-group=system:authenticated"];
      await kubectl(["create", "rolebinding", "jane", "--clusterrole=edit", "--user=jane", ...inWorld]);
      await until(
        "jane to have the right to create CustomRuns",
        async () =>
          (await cluster.kubectl(["auth", "can-i", "create", "customruns.tekton.dev", ...jane])).code === 0,
      );
      const made = handMadeRun("deploy-approve", { approvers: ["jane"] });
      const otherKind = { ...made, spec: { customRef: { apiVersion: "example.test/v1", kind: "Wait" } } };
      for (const who of [jane, inWorld]) {
        assert.match(await refused(["create", "-f", "-", ...who], made), /created by Tekton .* alone/u);
        assert.match(await refused(["create", "-f", "-", ...who], otherKind), /created by Tekton .* alone/u);
      }

      await world.createPipelineRun("deploy", [
        approval("approve", { strategy: "FOUR_EYES", approvers: ["ann", "bob"] }),
      ]);
      await world.pending("deploy-approve");
      const run = (body: Values, ...more: readonly string[]): Promise<string> =>
        refused(mergePatch("customrun", "deploy-approve", body, ...inWorld, ...more));
      const task = (body: Values, ...more: readonly string[]): Promise<string> =>
        refused(mergePatch("approvaltask", "deploy-approve", body, ...inWorld, ...more));
      assert.match(
        await run({ spec: { params: [{ name: "approvers", value: ["jane"] }] } }),
        /what a run asks/u,
      );
      assert.match(await run({ spec: { customRef: { kind: "Wait" } } }), /what a run asks/u);
      assert.match(await run({ spec: { timeout: "1s" } }), /what a run asks/u);
      assert.match(
        await run({ metadata: { labels: { "tekton.dev/pipelineTask": "other" } } }),
        /stays that of its pipeline/u,
      );
      const owner = { apiVersion: "tekton.dev/v1", kind: "PipelineRun", name: "other", uid: "other" };
      assert.match(await run({ metadata: { ownerReferences: [owner] } }), /stays that of its pipeline/u);
      const now = "2026-11-29T08:00:00Z";
      const yes = { type: "Succeeded", status: "True", reason: "Approved", lastTransitionTime: now };
      assert.match(
        await run({ status: { conditions: [yes] } }, "--subresource=status"),
        /written by Countersign/u,
      );

      const forged = { message: "approved", status: "completed" };
      assert.match(
        await task({ status: forged }, "--subresource=status"),
        /votes and decisions are written by Countersign/u,
      );
      assert.match(await task({ metadata: { labels: { decision: "approved" } } }), /written by Countersign/u);
      assert.match(await task({ metadata: { ownerReferences: [owner] } }), /written by Countersign/u);
      const { spec } = await world.approval("deploy-approve");
      const { apiVersion, kind } = { apiVersion: "tekton.automatiko.io/v1beta1", kind: "ApprovalTask" };
      const squatter = { apiVersion, kind, metadata: { name: "next-approve" }, spec };
      assert.match(
        await refused(["create", "-f", "-", ...inWorld], squatter),
        /created by Countersign .* alone/u,
      );

      // What is left to people: to say what a run is to them, to cancel it, to delete it.
      await kubectl(["label", "customrun", "deploy-approve", "team=shop", ...jane]);
      await kubectl(mergePatch("customrun", "deploy-approve", { spec: { status: "RunCancelled" } }, ...jane));
      await world.ended("deploy-approve", "False", "CustomRunCancelled");
      await kubectl(["delete", "customrun", "deploy-approve", ...jane]);
    },
    { skip },
  );

  scenario(
    54,
    "where the policy names another account as Tekton's, an Event says so, and all goes on once that is mended",
    async (world, t) => {
      await deployed(world);
      t.after(() => nameTekton(TEKTON));
      await nameTekton("system:serviceaccount:elsewhere:tekton");
      await world.createPipelineRun("deploy", [approval("approve")]);
      const events = ["get", "events", "-n", world.namespace, "-o", "jsonpath={.items[*].message}"];
      await until("Tekton to say that it may not", async () =>
        /Failed to create CustomRuns .*created by Tekton \(system:serviceaccount:elsewhere:tekton\) alone/u.test(
          await kubectl(events),
        ),
      );
      assert.equal(await world.find(CUSTOM_RUNS, "deploy-approve"), undefined);
      await nameTekton(TEKTON);
      await world.answer("deploy-approve", "ann", "approve");
      assert.equal(succeededOf(await world.pipelineRunEnded("deploy"))?.status, "True");
    },
    { skip },
  );
});
