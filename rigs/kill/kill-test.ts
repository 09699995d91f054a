// Kills `serve` with SIGKILL at every write that a flow makes, at each of three points, and starts it again. The writes
// are found by recording a flow that nobody disturbs; a write that was never cut fails the test.
//   --kubeconfig FILE   a cluster that is there, instead of an embedded one of its own
//   --namespace NAME    where the runs are made; it must exist; `default` when absent
//   --flow NAME         repeatable; all of them when absent
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { HttpKubeApi } from "../../src/kube/http-kube-api.ts";
import { readKubeconfig } from "../../src/kube/kubeconfig.ts";
import { FLOWS, type Flow } from "./flows.ts";
import { playFlow } from "./play-flow.ts";
import { findFreePort } from "../find-free-port.ts";
import { ServeProcess } from "../serve-process.ts";
import { startKubeProcess } from "../kube-process.ts";
import { CUTS, WriteProxy, type Cut, type SeenWrite } from "./write-proxy.ts";

/** Kill at the n-th write, counted from 0, of one flow. */
interface KillPoint {
  readonly write: number;
  readonly cut: Cut;
}

const { values: options } = parseArgs({
  options: {
    kubeconfig: { type: "string" },
    namespace: { type: "string", default: "default" },
    flow: { type: "string", multiple: true, default: FLOWS.map(({ name }) => name) },
    /** Of each flow, only this point, like `4-applied`: the write, from 0, and where it is cut. */
    at: { type: "string" },
  },
});
const flows = options.flow.map(findFlow);
const folder = mkdtempSync(join(tmpdir(), "countersign-kill-"));
const cluster =
  options.kubeconfig === undefined
    ? await startKubeProcess(join(folder, "cluster"))
    : { kubeconfig: options.kubeconfig, stop: () => {} };
const connection = await readKubeconfig(cluster.kubeconfig, { env: process.env });
const api = new HttpKubeApi(connection);

let seen: SeenWrite[] = [];
let killPoint: KillPoint | undefined;
let kills = 0;
const proxy = new WriteProxy(connection, (write, cut) => {
  if (!write.what.includes("events") && cut === "before") seen.push(write);
  // By which write it is, not by how many were seen: the next may have come before this one's answer is out.
  if (killPoint?.cut !== cut || seen[killPoint.write] !== write) return false;
  killPoint = undefined;
  kills += 1;
  serve.kill();
  return true;
});
const serve = new ServeProcess({
  kubeconfig: writeProxyKubeconfig(await proxy.start()),
  keyFile: writeKey(),
  port: await findFreePort(),
  namespaces: options.namespace,
});

let failed = 0;
let passed = 0;
const stage = {
  api,
  namespace: options.namespace,
  url: serve.url,
  revive: async () => {
    if (!serve.isRunning) await serve.start();
  },
};
try {
  await serve.start();
  for (const flow of flows) await killEverywhere(flow);
} finally {
  await serve.stop();
  await proxy.stop();
  api.close();
  cluster.stop();
  rmSync(folder, { recursive: true });
}
console.log(`${kills} kills with SIGKILL`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && kills > 0 && kills === passed ? 0 : 1;

function findFlow(name: string): Flow {
  const flow = FLOWS.find((candidate) => candidate.name === name);
  if (flow !== undefined) return flow;
  throw new Error(`There is no flow ${name}; there are ${FLOWS.map((known) => known.name).join(", ")}.`);
}

async function killEverywhere(flow: Flow): Promise<void> {
  seen = [];
  await playFlow(stage, flow, `${flow.name}-undisturbed`);
  const writes = seen.map(({ what }) => what);
  console.log(`${flow.name}: ${writes.length} writes: ${writes.join(", ")}`);
  const points = [...writes.keys()].flatMap((write) => CUTS.map((cut) => ({ write, cut })));
  for (const point of points)
    if ((options.at ?? namePoint(point)) === namePoint(point)) await killAt(flow, point);
}

function namePoint({ write, cut }: KillPoint): string {
  return `${write}-${cut}`;
}

async function killAt(flow: Flow, point: KillPoint): Promise<void> {
  await stage.revive();
  const name = `${flow.name}-${namePoint(point)}`;
  seen = [];
  killPoint = point;
  try {
    await playFlow(stage, flow, name);
    if (killPoint !== undefined) throw new Error("the write was not seen, so nothing was killed");
    passed += 1;
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function writeProxyKubeconfig(server: string): string {
  const path = join(folder, "kubeconfig");
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "proxy",
    contexts: [{ name: "proxy", context: { cluster: "proxy" } }],
    clusters: [{ name: "proxy", cluster: { server } }],
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

function writeKey(): string {
  const path = join(folder, "key");
  writeFileSync(path, randomBytes(32), { mode: 0o600 });
  return path;
}
