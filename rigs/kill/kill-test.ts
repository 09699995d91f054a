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
import { API_VERSION, KIND } from "../../src/config/settings.ts";
import { startEmbeddedCluster } from "../../test/cluster/open-embedded-cluster.ts";
import { authSettings, PROXY_SECRETS, SUITE_AUTH } from "../../test/kit/suite-auth.ts";
import { FLOWS, type Flow, SLACK_CHANNEL } from "./flows.ts";
import { MessageSink } from "./message-sink.ts";
import { playFlow } from "./play-flow.ts";
import { findFreePort } from "../find-free-port.ts";
import { buildForSuites } from "../image-program.ts";
import { ServeProcess } from "../serve-process.ts";
import { startKubeProcess } from "../kube-process.ts";
import { CUTS, WriteProxy, type Cut, type SeenWrite } from "./write-proxy.ts";

/** Outside of every namespace: whose token it is, which is asked once a minute. */
const REVIEW = "POST ";

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
buildForSuites();
const folder = mkdtempSync(join(tmpdir(), "countersign-kill-"));
const cluster =
  options.kubeconfig === undefined ? await startKube() : { kubeconfig: options.kubeconfig, stop: () => {} };
const connection = await readKubeconfig(cluster.kubeconfig, { env: process.env });
const api = new HttpKubeApi(connection);

let seen: SeenWrite[] = [];
let killPoint: KillPoint | undefined;
let kills = 0;
const proxy = new WriteProxy(connection, (write, cut) => {
  if (!isBeside(write) && cut === "before") seen.push(write);
  // By which write it is, not by how many were seen: the next may have come before this one's answer is out.
  if (killPoint?.cut !== cut || seen[killPoint.write] !== write) return false;
  killPoint = undefined;
  kills += 1;
  serve.kill();
  return true;
});
const messages = new MessageSink();
const serve = new ServeProcess({
  config: writeConfig(await messages.start()),
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
  messages,
  kills: () => kills,
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
  messages.stop();
  api.close();
  cluster.stop();
  rmSync(folder, { recursive: true });
}
console.log(`${kills} kills with SIGKILL`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && kills > 0 && kills === passed ? 0 : 1;

/** A process of its own; but where people are known by tokens, one that knows those of the suites. */
async function startKube(): Promise<{ readonly kubeconfig: string; readonly stop: () => void }> {
  if (SUITE_AUTH !== "kubernetes") return await startKubeProcess(join(folder, "cluster"));
  const { kubeconfig, close } = await startEmbeddedCluster();
  return { kubeconfig, stop: () => void close() };
}

/** Events come beside the work, and so do questions to the API server. */
function isBeside({ what }: SeenWrite): boolean {
  return what.includes("events") || what === REVIEW;
}

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

/** How people sign in, and the one channel. */
function writeConfig(url: string): string {
  const [path, urlFile, valueFile] = ["config.yaml", "slack-url", "proxy-secret"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const slack = { [SLACK_CHANNEL]: { urlFile } };
  const settings = { ...authSettings(valueFile), channels: { allowPrivate: true, slack } };
  writeFileSync(path, JSON.stringify({ apiVersion: API_VERSION, kind: KIND, ...settings }));
  writeFileSync(urlFile, url);
  writeFileSync(valueFile, PROXY_SECRETS.join("\n"), { mode: 0o600 });
  return path;
}

function writeKey(): string {
  const path = join(folder, "key");
  writeFileSync(path, randomBytes(32), { mode: 0o600 });
  return path;
}
