// The product on an embedded cluster: starts the Kubernetes API and the small Tekton, then calls serve() as production does.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";

import { parse } from "yaml";

import { openFiles } from "../../src/config/files/open-files.ts";
import { completeSettings } from "../../src/config/read-settings.ts";
import { EmbeddedKube } from "../kube/embedded-kube.ts";
import { HttpKubeApi } from "../../src/kube/http-kube-api.ts";
import type { KubeApi } from "../../src/kube/kube-api.ts";
import type { KubeConnection } from "../../src/kube/kube-connection.ts";
import { readKubeconfig } from "../../src/kube/kubeconfig.ts";
import { serve } from "../../src/serve.ts";
import type { Logger } from "../../src/std/logger.ts";
import type { ExtraPages } from "../../src/web/pages/create-pages.ts";
import type { DemoOptions } from "./demo-options.ts";
import { checkKubeconfigFile, writeKubeconfigFile } from "./kubeconfig-file.ts";
import { createDemoPages, type DemoPagesOptions } from "./pages/create-demo-pages.ts";
import { findReader } from "./find-reader.ts";
import { type Receivers, startReceivers } from "./mailbox/start-receivers.ts";
import { HOME_PATH } from "./pages/paths.ts";
import { WatchedRuns } from "./pages/watched-runs.ts";
import { prepareChannels } from "./prepare-channels.ts";
import { prepareSignIn } from "./sign-in.ts";
import { readOrMakeKey } from "./signing-key-file.ts";
import { StopList } from "./stop-list.ts";
import { TEKTON_CRDS } from "../tekton/crds/tekton-crds.ts";
import { SmallTekton } from "../tekton/small-tekton.ts";
import { admitTekton } from "../tekton/webhook/tekton-webhook.ts";

const LOOPBACK = "127.0.0.1";

export interface Demo {
  /** What to print on stdout when all is ready. */
  readonly readyLine: string;
  /** Ends everything and removes the kubeconfig; the second call is the first one's. */
  stop(): Promise<void>;
}

export interface RunDemoOptions extends DemoOptions {
  readonly version: string;
  readonly logger: Logger;
}

/** Starts everything; when something cannot start, what had started is stopped before this rejects. */
export async function runDemo(options: RunDemoOptions): Promise<Demo> {
  const started = new StopList();
  try {
    const readyLine = await startParts(options, started);
    return { readyLine, stop: () => started.stop() };
  } catch (error) {
    await started.stop();
    throw error;
  }
}

async function startParts(options: RunDemoOptions, started: StopList): Promise<string> {
  const { logger } = options;
  const kubeconfig = resolve(options.kubeconfig);
  await checkKubeconfigFile(kubeconfig);
  const kube = await startKube(options.kubePort);
  started.add(() => kube.stop());
  // A server that is gone must not be what kubectl goes on trying.
  started.add(await writeKubeconfigFile(kubeconfig, kube.kubeconfig()));

  const connection = await readKubeconfig(kubeconfig, { env: {} });
  const api = new HttpKubeApi(connection);
  started.add(() => api.close());
  const tekton = new SmallTekton({ api, logger });
  started.add(() => tekton.stop());
  await tekton.start();
  if (options.kubeOnly) return describeReady(options, undefined, kubeconfig);

  const port = options.port === 0 ? await findFreePort() : options.port;
  const baseUrl = originOf(port);
  const receivers = await startReceivers(LOOPBACK, started);
  const { mailbox } = receivers;
  const readerOf = options.auth === "open" ? findReader : () => undefined;
  const extraPages = options.samples
    ? await startPages({ api, tekton, kubeconfig, mailbox, baseUrl, readerOf, logger, started })
    : undefined;
  await startServe(options, { api, kubeconfig, connection, extraPages, receivers, port, started });
  return describeReady(options, baseUrl, kubeconfig);
}

async function startKube(port: number): Promise<EmbeddedKube> {
  const approvals: unknown = parse(
    await readFile(new URL("../../deploy/crds/approvaltasks.yaml", import.meta.url), "utf8"),
  );
  const kube = new EmbeddedKube({
    port,
    host: LOOPBACK,
    crds: [...TEKTON_CRDS, approvals],
    admission: [admitTekton],
  });
  try {
    await kube.start();
  } catch (error) {
    throw explainPort(error, port);
  }
  return kube;
}

function explainPort(error: unknown, port: number): unknown {
  if (!(error instanceof Error && "code" in error)) return error;
  if (error.code !== "EADDRINUSE" && error.code !== "EACCES") return error;
  const why = error.code === "EADDRINUSE" ? "another program is using it" : "this user is not allowed to";
  return new Error(
    `The embedded Kubernetes API could not listen on port ${port} of ${LOOPBACK}: ${why}. ` +
      `End that program if it is a demo of yours, or choose another port with --kube-port.`,
    { cause: error },
  );
}

interface PagesParts extends Pick<DemoPagesOptions, "kubeconfig" | "mailbox" | "baseUrl" | "readerOf"> {
  readonly api: KubeApi;
  readonly tekton: SmallTekton;
  readonly logger: Logger;
  readonly started: StopList;
}

async function startPages({ tekton, logger, started, ...parts }: PagesParts): Promise<ExtraPages> {
  const runs = new WatchedRuns({ api: parts.api, logger });
  started.add(() => runs.stop());
  await runs.start();
  return createDemoPages({ ...parts, runs, outputs: tekton.outputs, folder: process.cwd() });
}

interface ServeParts {
  readonly api: KubeApi;
  readonly kubeconfig: string;
  readonly connection: KubeConnection;
  readonly extraPages: ExtraPages | undefined;
  readonly receivers: Receivers;
  readonly port: number;
  readonly started: StopList;
}

/** The same `serve()` as in production, with the kubeconfig just written. */
async function startServe(options: RunDemoOptions, parts: ServeParts): Promise<void> {
  const { port } = parts;
  const baseUrl = originOf(port);
  const folder = dirname(parts.kubeconfig);
  const keyFile = join(folder, "key");
  await readOrMakeKey(keyFile);
  const settings = completeSettings({
    auth: await prepareSignIn(options.auth, { ...parts, host: LOOPBACK, baseUrl }),
    access: { admins: { groups: ["it-admin"] } },
    channels: await prepareChannels({ ...parts, folder, host: LOOPBACK }),
    baseUrl,
    keyFile,
    leaderElection: false,
    // Nobody probes a demo; what it would find is there all the same.
    listen: { host: LOOPBACK, port, probePort: 0 },
    clusterName: "demo",
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  const files = await openFiles(settings, {});
  if (!files.ok) throw new Error(files.error);
  const { keys, secretOf, directory } = files.value;
  const serving = await serve({
    settings,
    connection: parts.connection,
    keys,
    secretOf,
    directory,
    logger: options.logger,
    version: options.version,
    withoutAdmission: true,
    ...(parts.extraPages && { extraPages: parts.extraPages }),
  });
  parts.started.add(() => serving.stop());
}

function originOf(port: number): string {
  return `http://localhost:${port}`;
}

/** One line: the address to open and the kubeconfig's path. `url` is undefined without `serve`. */
function describeReady(options: RunDemoOptions, url: string | undefined, kubeconfig: string): string {
  if (options.json) return JSON.stringify({ ready: true, ...(url && { url }), kubeconfig });
  if (url === undefined)
    return `The embedded cluster is ready. Its kubeconfig is ${kubeconfig} (Ctrl-C ends it)`;
  const page = `${url}${options.samples ? HOME_PATH : "/"}`;
  return `Countersign is ready: open ${page} and for kubectl use the kubeconfig ${kubeconfig} (Ctrl-C ends it)`;
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
