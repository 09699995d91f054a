// The six pipelines of Automatiko's kind, created with kubectl on the demo, decided over HTTP: labels, status, results and
// printed text at each moment, as recorded from Automatiko or different on purpose (docs/reference/differences.md).
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";

import type { ApprovalTask } from "../../src/objects/approval-task.ts";
import type { CustomRun } from "../../src/objects/custom-run.ts";
import { runKubectl } from "./kubectl.ts";

const ROOT = join(import.meta.dirname, "../..");
const LIMIT_MS = 10_000;

interface Voter {
  readonly user: string;
  readonly group?: string;
}

/** One of the six: who answers, in order, and the label `responses` before, between and after. */
interface Sample {
  readonly file: string;
  readonly voters: readonly Voter[];
  readonly responses: readonly string[];
  /** After the first of them rejects. */
  readonly rejected: string;
}

const SAMPLES: readonly Sample[] = [
  { file: "single", voters: [{ user: "mary" }], responses: ["0_of_2", "1_of_2"], rejected: "1_of_2" },
  {
    file: "single-group",
    voters: [{ user: "ann", group: "admin" }],
    responses: ["0_of_1", "1_of_1"],
    rejected: "1_of_1",
  },
  { file: "single-timeout", voters: [{ user: "john" }], responses: ["0_of_1", "1_of_1"], rejected: "1_of_1" },
  {
    file: "multi",
    voters: [{ user: "john" }, { user: "mary" }],
    responses: ["0_of_2", "1_of_2", "2_of_2"],
    rejected: "1_of_2",
  },
  {
    file: "multi-group",
    voters: [
      { user: "ann", group: "security" },
      { user: "bob", group: "operations" },
    ],
    responses: ["0_of_2", "1_of_2", "2_of_2"],
    rejected: "1_of_2",
  },
  {
    file: "four-eyes",
    voters: [
      { user: "ann", group: "admin" },
      { user: "bob", group: "admin" },
    ],
    responses: ["0_of_2", "1_of_2", "2_of_2"],
    rejected: "1_of_2",
  },
];

let url = "";
let stopDemo = async (): Promise<void> => {};
let env: NodeJS.ProcessEnv = {};

before(async () => {
  const home = mkdtempSync(join(tmpdir(), "six-pipelines-"));
  const kubeconfig = join(home, "kubeconfig");
  const args = ["demo", "--json", "--port", "0", "--kube-port", "0", "--kubeconfig", kubeconfig];
  const child = spawn(process.execPath, [join(ROOT, "src/main.ts"), ...args], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  url = (JSON.parse(line) as { url: string }).url;
  env = { ...process.env, KUBECONFIG: kubeconfig, HOME: home };
  stopDemo = async () => {
    child.kill("SIGINT");
    await once(child, "exit");
    rmSync(home, { recursive: true });
  };
});
after(() => stopDemo());

async function kubectl(args: readonly string[], input = ""): Promise<string> {
  const { code, stdout, stderr } = await runKubectl(args, { env, input });
  assert.equal(code, 0, `kubectl ${args.join(" ")}: ${stderr}`);
  return stdout.trim();
}

async function getJson<T>(...args: readonly string[]): Promise<T> {
  return JSON.parse(await kubectl(["get", ...args, "-o", "json"])) as T;
}

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    assert.ok(Date.now() < deadline, `within ${LIMIT_MS} ms: ${what}`);
  }
}

/** Creates the example and waits until people are asked. @returns the PipelineRun's name. */
async function create(file: string, change: (yaml: string) => string = (yaml) => yaml): Promise<string> {
  const yaml = change(readFileSync(join(ROOT, "examples", `${file}.yaml`), "utf8"));
  // Of a file with a Pipeline in it, only the PipelineRun is new the second time.
  const { stdout, stderr } = await runKubectl(["create", "-f", "-", "-o", "name"], { env, input: yaml });
  const run = /pipelinerun\.tekton\.dev\/(\S+)/u.exec(stdout)?.[1];
  assert.ok(run, stderr);
  await until(`${run} asks`, async () => {
    const { stdout } = await runKubectl(["get", "approvaltask", `${run}-approval`, "-o", "json"], { env });
    if (stdout === "") return undefined;
    const { status } = JSON.parse(stdout) as ApprovalTask;
    return status?.startTime === undefined ? undefined : true;
  });
  return run;
}

async function answer(run: string, { user, group }: Voter, decision: "approve" | "reject"): Promise<void> {
  const who = new URLSearchParams({ user, ...(group && { group }) });
  const response = await fetch(`${url}/api/v1/approvals/default/${run}-approval/votes?${who.toString()}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ decision, comment: `${decision} from ${user}` }),
  });
  assert.equal(response.status, 201, await response.text());
}

async function untilLabelled(run: string, decision: string, responses: string): Promise<ApprovalTask> {
  return await until(`${run} is labelled ${decision}, ${responses}`, async () => {
    const task = await getJson<ApprovalTask>("approvaltask", `${run}-approval`);
    const { labels = {} } = task.metadata;
    return labels["decision"] === decision && labels["responses"] === responses ? task : undefined;
  });
}

async function endOf(
  run: string,
): Promise<{ readonly reason: string; readonly results: Record<string, string> }> {
  const { status } = await getJson<CustomRun>("customrun", `${run}-approval`);
  const [condition] = status?.conditions ?? [];
  assert.equal(condition?.type, "Succeeded");
  const results = Object.fromEntries((status?.results ?? []).map(({ name, value }) => [name, value]));
  return { reason: `${condition.status} ${condition.reason}`, results };
}

/** What the task of that branch printed, read from the demo's page of the run. */
async function printedBy(run: string, task: string): Promise<string> {
  await kubectl(["wait", "--for=condition=Succeeded", `taskrun/${run}-${task}`, "--timeout=10s"]);
  return await (await fetch(`${url}/demo/runs/default/${run}/output/${run}-${task}/print`)).text();
}

async function skippedIn(run: string): Promise<readonly string[]> {
  await kubectl(["wait", "--for=condition=Succeeded", `pipelinerun/${run}`, "--timeout=10s"]);
  const { status } = await getJson<{ status: { skippedTasks?: { name: string }[] } }>("pipelinerun", run);
  return (status.skippedTasks ?? []).map(({ name }) => name);
}

for (const { file, voters, responses, rejected } of SAMPLES) {
  describe(file, () => {
    test("approved: labels step by step, results, and the branch that prints", async () => {
      const run = await create(file);
      const waiting = await untilLabelled(run, "pending", responses[0] ?? "");
      assert.equal(waiting.status?.status, "pending");
      assert.equal(waiting.status?.message, "Approval task has been created and assigned");
      assert.equal(waiting.status?.approvalUrl, `${url}/approvals/default/${run}-approval`);
      for (const [position, voter] of voters.entries()) {
        await answer(run, voter, "approve");
        const decision = position === voters.length - 1 ? "approved" : "pending";
        await untilLabelled(run, decision, responses[position + 1] ?? "");
      }
      const decided = await untilLabelled(run, "approved", responses.at(-1) ?? "");
      assert.equal(decided.status?.status, "completed");
      assert.equal(decided.status?.message, "Approval task has been completed");
      const comment = voters.map(({ user }) => `approve from ${user}`).join("|");
      const approvedBy = voters.map(({ user }) => user).join("|");
      const { reason, results } = await endOf(run);
      assert.equal(reason, "True Approved");
      assert.deepEqual(
        [results["decision"], results["comment"], results["approvedBy"], results["rejectedBy"]],
        ["true", comment, approvedBy, ""],
      );
      assert.equal(await printedBy(run, "approved"), `APPROVED with comment ${comment}\n`);
      assert.deepEqual(await skippedIn(run), ["rejected"]);
    });

    test("rejected by the first: decision=false, and the other branch prints", async () => {
      const run = await create(file);
      const [first] = voters;
      assert.ok(first);
      await answer(run, first, "reject");
      const decided = await untilLabelled(run, "rejected", rejected);
      assert.equal(decided.status?.status, "completed");
      const { reason, results } = await endOf(run);
      assert.equal(reason, "True Rejected");
      assert.deepEqual(
        [results["decision"], results["comment"], results["approvedBy"], results["rejectedBy"]],
        ["false", `reject from ${first.user}`, "", first.user],
      );
      assert.equal(await printedBy(run, "rejected"), `REJECTED with comment reject from ${first.user}\n`);
      assert.deepEqual(await skippedIn(run), ["approved"]);
    });
  });
}

test("a rejection in the second step leaves the first approver in the results", async () => {
  const run = await create("four-eyes");
  await answer(run, { user: "ann", group: "admin" }, "approve");
  await answer(run, { user: "bob", group: "admin" }, "reject");
  await untilLabelled(run, "rejected", "2_of_2");
  const { results } = await endOf(run);
  assert.deepEqual(
    [results["approvedBy"], results["rejectedBy"], results["comment"]],
    ["ann", "bob", "approve from ann|reject from bob"],
  );
});

test("timed out: the ApprovalTask stays and says so, the run fails", async () => {
  const run = await create("single-timeout", (yaml) => yaml.replace(/timeout: \S+/u, "timeout: 1s"));
  const task = await untilLabelled(run, "timedout", "0_of_1");
  assert.equal(task.status?.status, "timedout");
  const { reason, results } = await endOf(run);
  assert.equal(reason, "False CustomRunTimedOut");
  assert.equal(results["decision"], "false");
  await kubectl([
    "wait",
    "--for=jsonpath={.status.conditions[0].reason}=Failed",
    `pipelinerun/${run}`,
    "--timeout=10s",
  ]);
});

test("cancelled with kubectl: the approval is closed, a later vote is refused", async () => {
  const run = await create("single");
  await kubectl(["patch", "pipelinerun", run, "--type=merge", "-p", '{"spec":{"status":"Cancelled"}}']);
  const task = await untilLabelled(run, "cancelled", "0_of_2");
  assert.equal(task.status?.status, "cancelled");
  assert.equal((await endOf(run)).reason, "False CustomRunCancelled");
  const late = await fetch(`${url}/api/v1/approvals/default/${run}-approval/votes?user=mary`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"decision":"approve"}',
  });
  assert.equal(late.status, 409);
});

test("deleted with kubectl: nothing is left", async () => {
  const run = await create("single");
  await kubectl(["delete", "pipelinerun", run]);
  await until("all is gone", async () => {
    const left = await kubectl(["get", "customruns,taskruns,approvaltasks", "-o", "name"]);
    return left.includes(run) ? undefined : true;
  });
});
