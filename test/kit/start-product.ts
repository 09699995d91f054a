// The whole product for one test: serve(), as in production, on the embedded API.
import type { TestContext } from "node:test";

import { fixedKeys, type SigningKeys } from "../../src/auth/signing-keys.ts";
import { completeSettings } from "../../src/config/read-settings.ts";
import type { Settings } from "../../src/config/settings.ts";
import { readIfThere } from "../../src/kube/read-if-there.ts";
import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import type { CustomRun, CustomRunSpec } from "../../src/objects/run/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../../src/objects/resources.ts";
import { serve, type ServeOptions } from "../../src/serve.ts";
import { silentLogger, type Logger } from "../../src/std/logger.ts";
import type { ShiftedTime } from "./shifted-time.ts";
import { startCluster, type TestCluster } from "./start-cluster.ts";
import { until } from "./until.ts";
import { makeAskingRun } from "./make-run.ts";

export const BASE_URL = "http://approvals.test";

export interface TestProduct extends TestCluster {
  /** Where it listens; its pages say `BASE_URL`. */
  readonly url: string;
  /** Where its probes and metrics are. */
  readonly probeUrl: string;
  /** Ends it before the test does. */
  readonly stop: () => Promise<void>;
}

type Mode = Settings["auth"]["modes"][number];

/** Starts `serve` on this cluster, or on one of its own; stopped after the test. */
export async function startProduct(
  t: TestContext,
  options: {
    readonly cluster?: TestCluster;
    readonly namespaces?: readonly string[];
    /** `BASE_URL` when absent. */
    readonly baseUrl?: string;
    /** As when nothing is said when absent. */
    readonly pages?: Settings["pages"];
    /** Absent: each works, without a Lease. */
    readonly leaderElection?: boolean;
    /** Open mode when absent; a mode alone, or more of the settings. */
    readonly auth?: Mode | (Pick<Settings["auth"], "modes"> & Partial<Settings["auth"]>);
    /** Nothing is set when absent. */
    readonly access?: Settings["access"];
    /** Nobody is told when absent. */
    readonly channels?: Settings["channels"];
    /** What is in the files that channels name. */
    readonly secretOf?: (path: string) => string;
    /** Where names are reached by mail. */
    readonly directory?: ServeOptions["directory"];
    /** Absent: nothing is said. */
    readonly logger?: Logger;
    /** A free port of 127.0.0.1 when absent. */
    readonly listen?: Partial<Settings["listen"]>;
    /** As when nothing is said when absent. */
    readonly limits?: Partial<Settings["limits"]>;
    /** Of the clients that we are at providers; none when absent. */
    readonly clientSecrets?: ReadonlyMap<string, () => string>;
    /** What a proxy may show; it may change. */
    readonly proxySecrets?: readonly string[];
    /** For cookies and form tokens; always the same ones when absent. */
    readonly keys?: SigningKeys;
    /** What deadlines and waits go by; the system's when absent. */
    readonly time?: ShiftedTime;
  } = {},
): Promise<TestProduct> {
  const { auth = "open" } = options;
  const cluster = options.cluster ?? (await startCluster(t));
  const serving = await serve({
    settings: completeSettings({
      auth: typeof auth === "string" ? { modes: [auth] } : auth,
      baseUrl: options.baseUrl ?? BASE_URL,
      keyFile: "none",
      leaderElection: options.leaderElection ?? false,
      namespaces: options.namespaces,
      listen: { host: "127.0.0.1", port: 0, probeHost: "127.0.0.1", probePort: 0, ...options.listen },
      ...(options.limits && { limits: options.limits }),
      ...(options.pages && { pages: options.pages }),
      ...(options.access && { access: options.access }),
      ...(options.channels && { channels: options.channels }),
    }),
    ...(options.directory && { directory: options.directory }),
    connection: cluster.connection,
    ...(options.clientSecrets && { clientSecrets: options.clientSecrets }),
    ...(options.secretOf && { secretOf: options.secretOf }),
    proxySecrets: () => options.proxySecrets ?? [],
    keys: options.keys ?? fixedKeys(Buffer.alloc(32, 7)),
    logger: options.logger ?? silentLogger,
    version: "test",
    ...(options.time && { time: options.time }),
  });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= serving.stop());
  t.after(stop);
  const url = `http://127.0.0.1:${serving.port}`;
  return { ...cluster, url, probeUrl: `http://127.0.0.1:${serving.probePort}`, stop };
}

/** The approval, once people are asked. */
export async function untilAsked(
  { api }: Pick<TestCluster, "api">,
  name: string,
  namespace = "default",
): Promise<ApprovalTask> {
  return await until(`${namespace}/${name} asks`, async () => {
    const task = await readIfThere<ApprovalTask>(api, APPROVAL_TASKS, { namespace, name });
    return task?.status?.startTime === undefined ? undefined : task;
  });
}

/** The run, once it has ended. */
export async function untilEnded(
  { api }: Pick<TestCluster, "api">,
  name: string,
  namespace = "default",
): Promise<CustomRun> {
  return await until(`${namespace}/${name} has ended`, async () => {
    const run = await readIfThere<CustomRun>(api, CUSTOM_RUNS, { namespace, name });
    return run?.status?.completionTime === undefined ? undefined : run;
  });
}

/** Creates the run and waits until people are asked. */
export async function ask(
  product: TestCluster,
  name: string,
  params: Readonly<Record<string, unknown>>,
  spec: CustomRunSpec = {},
): Promise<ApprovalTask> {
  await product.api.create(CUSTOM_RUNS, makeAskingRun(name, params, spec));
  return await untilAsked(product, name);
}

export interface VoteOptions {
  /** Sent as it is when it is a string; an approval when absent. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** POSTs to the votes of an approval in `default`, as `user` claims to be. */
export async function vote(
  { url }: TestProduct,
  name: string,
  user: string,
  { body = { decision: "approve" }, headers = {} }: VoteOptions = {},
): Promise<Response> {
  return await fetch(`${url}/api/v1/approvals/default/${name}/votes?user=${encodeURIComponent(user)}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}
