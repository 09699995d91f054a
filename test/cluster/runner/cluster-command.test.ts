// `npm run cluster`, as a person uses it: on a terminal of its own, with kubectl in another, until Ctrl-C.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import type { ApprovalTask } from "../../../src/objects/approval/approval-task.ts";
import { PIPELINE_RUNS } from "../../../src/objects/resources.ts";
import { openCluster } from "../cluster-under-test.ts";
import { until } from "../../kit/until.ts";
import { type Command, startCommand } from "./start-command.ts";

const ROOT = join(import.meta.dirname, "../../..");
/** etcd, API server, controller manager, Tekton's two, and Countersign. */
const PROGRAMS = 6;

/** The cluster that runs beside. */
const other = await openCluster();

/** Waits for a line of which the pattern has one group, and gives that. */
async function readLine(text: () => string, pattern: RegExp): Promise<string> {
  return await until(`a line like ${pattern.source}`, async () => pattern.exec(text())?.[1]);
}

/** Those that are told of a file in the folder. */
function programsOf(folder: string): number[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,args="], { encoding: "utf8" });
  return stdout
    .split("\n")
    .filter((line) => line.includes(`${folder}/`) && !line.includes("exec 3<&0"))
    .map((line) => Number.parseInt(line, 10));
}

async function assertNothingLeft({ temporary }: Command): Promise<void> {
  assert.deepEqual(readdirSync(temporary), []);
  await until("its programs to be gone", async () => programsOf(temporary).length === 0, { withinMs: 2_000 });
}

/** Creates an example, follows its `approvalUrl`, approves there, and gives what the next task printed. */
async function approve(kubectl: (...args: string[]) => string): Promise<string> {
  const run = kubectl("create", "-f", "examples/single.yaml", "-o", "name");
  const approval = `${run.slice(run.indexOf("/") + 1)}-approval`;
  const url = await until(`${approval} to have an address`, async () => {
    const found = kubectl("get", "approvaltask", approval, "--ignore-not-found", "-o", "json");
    return found === "" ? undefined : (JSON.parse(found) as ApprovalTask).status?.approvalUrl;
  });
  const page = await fetch(`${url}?user=mary`);
  assert.match(await page.text(), /Release shop 2\.4\.0 to production/u);
  const { origin, pathname } = new URL(url);
  const vote = await fetch(`${origin}/api/v1${pathname}/votes?user=mary`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ decision: "approve", comment: "ship it" }),
  });
  assert.equal(vote.status, 201, await vote.text());
  kubectl("wait", "--for=condition=Succeeded", run, "--timeout=30s");
  return kubectl("logs", `${run.slice(run.indexOf("/") + 1)}-approved-pod`, "-c", "step-print");
}

test(
  "serves approvals beside another cluster, and Ctrl-C leaves nothing",
  { timeout: 180_000 },
  async (t) => {
    const command = startCommand(t, ["cluster", "--serve"]);
    const kubeconfig = await readLine(command.stdout, /^export KUBECONFIG=(\S+)$/mu);
    await readLine(command.stderr, /^Countersign serves at (\S+)$/mu);
    const kubectl = (...args: string[]): string => {
      const { kubectlProgram } = JSON.parse(readFileSync(join(dirname(kubeconfig), "cluster.json"), "utf8"));
      const env = { ...process.env, KUBECONFIG: kubeconfig };
      const { status, stdout, stderr } = spawnSync(kubectlProgram, args, {
        cwd: ROOT,
        env,
        encoding: "utf8",
      });
      assert.equal(status, 0, `kubectl ${args.join(" ")}: ${stderr}`);
      return stdout.trim();
    };
    assert.equal(await approve(kubectl), "APPROVED with comment ship it");
    const { items } = await other.kube.list(PIPELINE_RUNS, { namespace: "default" });
    assert.deepEqual(items, [], "the cluster beside knows nothing of it");

    assert.equal(programsOf(command.temporary).length, PROGRAMS);
    command.interrupt();
    await command.ended;
    await assertNothingLeft(command);
    assert.ok((await other.kube.list(PIPELINE_RUNS)).metadata.resourceVersion, "the cluster beside goes on");
  },
);

test("Ctrl-C in the middle of the start leaves nothing", { timeout: 60_000 }, async (t) => {
  const command = startCommand(t, ["cluster", "--no-webhook"]);
  await until("the first program", async () => programsOf(command.temporary).length > 0);
  command.interrupt();
  await command.ended;
  await assertNothingLeft(command);
});

test(
  "when a program dies, it says which, ends with 1, and leaves nothing",
  { timeout: 60_000 },
  async (t) => {
    const command = startCommand(t, ["cluster", "--no-webhook"]);
    await readLine(command.stdout, /^export KUBECONFIG=(\S+)$/mu);
    const [etcd = 0] = programsOf(command.temporary);
    process.kill(etcd, "SIGKILL");
    assert.equal(await command.ended, 1);
    assert.match(command.stderr(), /^etcd ended by SIGKILL while it was needed\./mu);
    await assertNothingLeft(command);
  },
);

test("a version that is not pinned is refused, with those that are", { timeout: 30_000 }, async (t) => {
  const command = startCommand(t, ["cluster", "--tekton", "0.1.0"]);
  assert.equal(await command.ended, 1);
  assert.match(command.stderr(), /^There is no Go module for Tekton 0\.1\.0; there are 1\.15\.0, /mu);
});
