// Speed and memory, as ratios to a bare client that does the same writes to the same API server, side by side in one run.
// npm run bench [-- --kubeconfig FILE] [--quick]
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { findFreePort } from "../rigs/find-free-port.ts";
import { startKubeProcess } from "../rigs/kube-process.ts";
import { ServeProcess } from "../rigs/serve-process.ts";
import { HttpKubeApi } from "../src/kube/http-kube-api.ts";
import type { KubeApi, KubeObject, Resource } from "../src/kube/kube-api.ts";
import { isAlreadyExists } from "../src/kube/kube-error.ts";
import { readIfThere } from "../src/kube/read-if-there.ts";
import { readKubeconfig } from "../src/kube/kubeconfig.ts";
import type { ApprovalTask } from "../src/objects/approval-task.ts";
import type { CustomRun } from "../src/objects/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../src/objects/resources.ts";
import { decideBare, labelBare, openBare } from "./bare-client.ts";
import type { Opened } from "./bare-client.ts";
import { RunWatch } from "./run-watch.ts";
import { describeSpread, forEachOf, percentile } from "./statistics.ts";

const { values } = parseArgs({
  options: { kubeconfig: { type: "string" }, quick: { type: "boolean", default: false } },
});
const SAMPLES = values.quick ? 40 : 200;
const OPEN_AND_DECIDE = values.quick ? 100 : 1_000;
const PENDING = values.quick ? [0, 100] : [100, 1_000];
const CONCURRENCY = 8;
const NAMESPACES: Resource = {
  group: "",
  version: "v1",
  plural: "namespaces",
  kind: "Namespace",
  namespaced: false,
};
/** The product looks at one namespace, the bare client works in another, so that neither sees the other's objects. */
const PRODUCT = "bench-product";
const BARE = "bench-bare";

const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
const kube = values.kubeconfig === undefined ? await startKubeProcess(join(folder, "kubeconfig")) : undefined;
const kubeconfig = kube?.kubeconfig ?? values.kubeconfig ?? "";
const api = new HttpKubeApi(await readKubeconfig(kubeconfig, { env: process.env }));
const keyFile = join(folder, "key");
writeFileSync(keyFile, randomBytes(32));
const serve = new ServeProcess({ kubeconfig, keyFile, port: await findFreePort(), namespaces: PRODUCT });
const watches = { [PRODUCT]: new RunWatch(), [BARE]: new RunWatch() };

try {
  for (const name of [PRODUCT, BARE]) await createNamespace(api, name);
  for (const [namespace, watch] of Object.entries(watches)) await watch.start(api, namespace);
  await serve.start();
  console.log(`memory with nothing pending: ${await describeMemory()}`);
  let pending = 0;
  for (const wanted of PENDING) {
    await addPending(wanted - pending);
    pending = wanted;
    await measureLatency(pending);
    console.log(`memory with ${pending} pending: ${await describeMemory()}`);
  }
  await measureRate();
  await measureRestart(pending);
} finally {
  await serve.stop();
  for (const watch of Object.values(watches)) await watch.stop();
  for (const name of [PRODUCT, BARE]) await api.delete(NAMESPACES, { name }).catch(() => {});
  await api.close();
  kube?.stop();
  rmSync(folder, { recursive: true });
}

async function createNamespace(kubeApi: KubeApi, name: string): Promise<void> {
  try {
    await kubeApi.create<KubeObject>(NAMESPACES, { apiVersion: "v1", kind: "Namespace", metadata: { name } });
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
  }
}

async function createRun(namespace: string, name: string): Promise<CustomRun> {
  return await api.create<CustomRun>(CUSTOM_RUNS, {
    apiVersion: "tekton.dev/v1beta1",
    kind: "CustomRun",
    metadata: { name, namespace },
    spec: {
      customRef: { apiVersion: "tekton.automatiko.io/v1beta1", kind: "ApprovalTask", name: "approvaltask" },
      params: [
        { name: "pipeline", value: "bench" },
        {
          name: "description",
          value: "Release 2.14.0 to production.\n\nThe migration has run, staging is quiet.",
        },
        { name: "approvers", value: ["mary", "john"] },
      ],
    },
  });
}

async function untilAsked(name: string): Promise<void> {
  const ref = { namespace: PRODUCT, name };
  for (;;) {
    const task = await readIfThere<ApprovalTask>(api, APPROVAL_TASKS, ref);
    if (task?.status?.startTime !== undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function vote(name: string): Promise<void> {
  const answer = await fetch(`${serve.url}/api/v1/approvals/${PRODUCT}/${name}/votes?user=mary`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ decision: "approve", comment: "bench" }),
  });
  if (answer.status !== 201)
    throw new Error(`the vote was answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

async function addPending(number: number): Promise<void> {
  const names = Array.from(
    { length: Math.max(0, number) },
    () => `pending-${randomBytes(4).toString("hex")}`,
  );
  await forEachOf(names, CONCURRENCY, async (name) => void (await createRun(PRODUCT, name)));
  for (const name of names.slice(-CONCURRENCY)) await untilAsked(name);
}

/** From the vote sent to the run seen to have ended on a watch; the bare client in turn with the product. */
async function measureLatency(pending: number): Promise<void> {
  const product: number[] = [];
  const bare: number[] = [];
  for (let sample = -10; sample < SAMPLES; sample += 1) {
    const name = `latency-${pending}-${sample + 10}`;
    await createRun(PRODUCT, name);
    await untilAsked(name);
    const ofProduct = await timeUntilEnded(PRODUCT, name, () => vote(name));
    const opened = await openBare(api, await createRun(BARE, name));
    const ofBare = await timeUntilEnded(BARE, name, async () => void (await decideBare(api, opened, "mary")));
    // The first ten warm both up.
    if (sample >= 0) {
      product.push(ofProduct);
      bare.push(ofBare);
    }
  }
  console.log(`vote to run ended, ${pending} pending`);
  console.log(`  product: ${describeSpread(product)}`);
  console.log(`  bare:    ${describeSpread(bare)}`);
  const ratio = (share: number): string => (percentile(product, share) / percentile(bare, share)).toFixed(2);
  console.log(`  ratio:   p50 ${ratio(0.5)}, p99 ${ratio(0.99)}`);
}

async function timeUntilEnded(
  namespace: typeof PRODUCT | typeof BARE,
  name: string,
  act: () => Promise<void>,
): Promise<number> {
  const ended = watches[namespace].untilEnded(name);
  const started = performance.now();
  await act();
  return (await ended) - started;
}

/** Opens many, then decides them, eight at a time, until all have ended. */
async function measureRate(): Promise<void> {
  const names = Array.from({ length: OPEN_AND_DECIDE }, (_, position) => `rate-${position}`);
  const product = await measureProductRate(names);
  const bare = await measureBareRate(names);
  console.log(`open ${OPEN_AND_DECIDE}, then decide them, ${CONCURRENCY} at a time`);
  for (const part of ["open", "decide"] as const) {
    const share = (product[part] / bare[part]).toFixed(2);
    console.log(
      `  ${part}: product ${product[part].toFixed(0)}/s, bare ${bare[part].toFixed(0)}/s, ratio ${share}`,
    );
  }
}

interface Rate {
  readonly open: number;
  readonly decide: number;
}

async function measureProductRate(names: readonly string[]): Promise<Rate> {
  const openStart = performance.now();
  await forEachOf(names, CONCURRENCY, async (name) => void (await createRun(PRODUCT, name)));
  for (const name of names.toReversed()) await untilAsked(name);
  const decideStart = performance.now();
  const ended = names.map((name) => watches[PRODUCT].untilEnded(name));
  await forEachOf(names, CONCURRENCY, vote);
  await Promise.all(ended);
  return rateOf(names.length, openStart, decideStart, performance.now());
}

async function measureBareRate(names: readonly string[]): Promise<Rate> {
  const openStart = performance.now();
  const opened = new Map<string, Opened>();
  await forEachOf(names, CONCURRENCY, async (name) => {
    opened.set(name, await openBare(api, await createRun(BARE, name)));
  });
  const decideStart = performance.now();
  const ended = names.map((name) => watches[BARE].untilEnded(name));
  await forEachOf([...opened.values()], CONCURRENCY, async (one) => {
    await labelBare(api, await decideBare(api, one, "mary"));
  });
  await Promise.all(ended);
  return rateOf(names.length, openStart, decideStart, performance.now());
}

function rateOf(number: number, openStart: number, decideStart: number, end: number): Rate {
  return { open: (number * 1000) / (decideStart - openStart), decide: (number * 1000) / (end - decideStart) };
}

/** Stopped and started again: until it is ready, with all that is pending in its cache. */
async function measureRestart(pending: number): Promise<void> {
  await serve.stop();
  const started = performance.now();
  await serve.start();
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  console.log(`started again with ${pending} pending: ready in ${seconds} s`);
  console.log(`memory then: ${await describeMemory()}`);
}

/** Of the process as the system counts it, and of its heap as the process does, once it has settled. */
async function describeMemory(): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const status = readFileSync(`/proc/${serve.pid}/status`, "utf8");
  const residentKb = Number(/VmRSS:\s+(\d+)/u.exec(status)?.[1]);
  const metrics = await (await fetch(`${serve.url}/metrics`)).text();
  const heap = Number(/^nodejs_heap_size_used_bytes (\S+)/mu.exec(metrics)?.[1]);
  return `${(residentKb / 1024).toFixed(0)} MB resident, ${(heap / 1024 / 1024).toFixed(1)} MB heap in use`;
}
