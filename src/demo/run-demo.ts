// The product on an embedded cluster: starts the Kubernetes API and the small Tekton, then calls serve() as production does.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";

import { parse } from "yaml";

import { EmbeddedKube } from "../embedded-kube/embedded-kube.ts";
import { HttpKubeApi } from "../kube/http-kube-api.ts";
import type { KubeApi } from "../kube/kube-api.ts";
import type { KubeConnection } from "../kube/kube-connection.ts";
import { readKubeconfig } from "../kube/kubeconfig.ts";
import { serve } from "../serve.ts";
import type { Logger } from "../std/logger.ts";
import type { ExtraPages } from "../web/pages/create-pages.ts";
import type { DemoOptions } from "./demo-options.ts";
import { createDemoPages } from "./pages/create-demo-pages.ts";
import { WatchedRuns } from "./pages/watched-runs.ts";
import { TEKTON_CRDS } from "./tekton/crds/tekton-crds.ts";
import { SmallTekton } from "./tekton/small-tekton.ts";
import { admitTekton } from "./tekton/webhook/tekton-webhook.ts";

const LOOPBACK = "127.0.0.1";
const KEY_BYTES = 32;

export interface Demo {
  /** What to print on stdout when all is ready. */
  readonly readyLine: string;
  stop(): Promise<void>;
}

export interface RunDemoOptions extends DemoOptions {
  readonly version: string;
  readonly logger: Logger;
}

/** Starts everything; when something cannot start, what had started is stopped before this rejects. */
export async function runDemo(options: RunDemoOptions): Promise<Demo> {
  const started: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const stopOne of started.toReversed()) await stopOne();
  };
  try {
    const readyLine = await startParts(options, started);
    return { readyLine, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(options: RunDemoOptions, started: (() => Promise<void>)[]): Promise<string> {
  const { logger } = options;
  const kubeconfig = resolve(options.kubeconfig);
  const kube = new EmbeddedKube({
    port: options.kubePort,
    host: LOOPBACK,
    crds: [...TEKTON_CRDS, await readApprovalCrd()],
    admission: [admitTekton],
  });
  await kube.start();
  started.push(() => kube.stop());
  await writePrivately(kubeconfig, kube.kubeconfig());
  // A server that is gone must not be what kubectl goes on trying.
  started.push(() => rm(kubeconfig, { force: true }));

  const connection = await readKubeconfig(kubeconfig, { env: {} });
  const api = new HttpKubeApi(connection);
  started.push(() => api.close());
  const tekton = new SmallTekton({ api, logger });
  await tekton.start();
  started.push(() => tekton.stop());
  if (options.kubeOnly) return describeReady(options, undefined, kubeconfig);

  const extraPages = options.samples
    ? await startPages({ api, tekton, logger, kubeconfig, started })
    : undefined;
  const port = await startServe(options, { kubeconfig, connection, extraPages, started });
  return describeReady(options, `http://localhost:${port}`, kubeconfig);
}

interface PagesParts {
  readonly api: KubeApi;
  readonly tekton: SmallTekton;
  readonly logger: Logger;
  readonly kubeconfig: string;
  readonly started: (() => Promise<void>)[];
}

async function startPages({ api, tekton, logger, kubeconfig, started }: PagesParts): Promise<ExtraPages> {
  const runs = new WatchedRuns({ api, logger });
  started.push(() => runs.stop());
  await runs.start();
  return createDemoPages({ api, runs, outputs: tekton.outputs, kubeconfig, folder: process.cwd() });
}

interface ServeParts {
  readonly kubeconfig: string;
  readonly connection: KubeConnection;
  readonly extraPages: ExtraPages | undefined;
  readonly started: (() => Promise<void>)[];
}

/** The same `serve()` as in production, with the kubeconfig just written. @returns its port. */
async function startServe(options: RunDemoOptions, parts: ServeParts): Promise<number> {
  const port = options.port === 0 ? await findFreePort() : options.port;
  const serving = await serve({
    settings: {
      auth: "open",
      baseUrl: `http://localhost:${port}`,
      keyFile: keyFileBeside(parts.kubeconfig),
      kubeconfig: parts.kubeconfig,
      leaderElection: false,
      namespaces: undefined,
      host: LOOPBACK,
      port,
      clusterName: "demo",
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      logLevel: "info",
    },
    connection: parts.connection,
    key: await readOrMakeKey(keyFileBeside(parts.kubeconfig)),
    logger: options.logger,
    version: options.version,
    ...(parts.extraPages && { extraPages: parts.extraPages }),
  });
  parts.started.push(() => serving.stop());
  return serving.port;
}

function describeReady(options: RunDemoOptions, url: string | undefined, kubeconfig: string): string {
  if (options.json) return JSON.stringify({ ready: true, ...(url && { url }), kubeconfig });
  const cluster = `export KUBECONFIG=${kubeconfig}`;
  if (url === undefined) return `The embedded cluster is ready: ${cluster}`;
  return `Countersign is ready: open ${url}${options.samples ? "/demo" : ""} , and for kubectl: ${cluster}`;
}

/** Beside the kubeconfig and kept, so that a form that is open survives a restart of the demo. */
function keyFileBeside(kubeconfig: string): string {
  return join(dirname(kubeconfig), "key");
}

async function readOrMakeKey(path: string): Promise<Buffer> {
  try {
    const key = await readFile(path);
    if (key.length >= KEY_BYTES) return key;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  const key = randomBytes(KEY_BYTES);
  await writePrivately(path, key);
  return key;
}

/** For the owner's eyes alone: both files hold secrets. */
async function writePrivately(path: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, content, { mode: 0o600 });
}

async function readApprovalCrd(): Promise<unknown> {
  return parse(await readFile(new URL("../../deploy/crds/approvaltasks.yaml", import.meta.url), "utf8"));
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, LOOPBACK);
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("No free port was found.");
  return address.port;
}
