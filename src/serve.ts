// The real object graph, readable on one screen: what `serve` runs on any cluster, and the demo on the embedded one.
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";

import type { Approvals } from "./approvals/approvals.ts";
import { createApprovals } from "./approvals/create-approvals.ts";
import type { ApprovalsDependencies } from "./approvals/create-approvals.ts";
import { indexApprovals } from "./approvals/index-approvals.ts";
import { serveNamespaces } from "./approvals/served-namespaces.ts";
import { createOpenMode } from "./auth/authenticators/open-mode.ts";
import type { Settings } from "./config/settings.ts";
import { Controller } from "./controller/controller.ts";
import { warnWithoutAdmission } from "./controller/warn-without-admission.ts";
import { watchCluster } from "./cluster/watch-cluster.ts";
import { LeaderElection } from "./kube/leader-election.ts";
import type { KubeApi } from "./kube/kube-api.ts";
import { HttpKubeApi } from "./kube/http-kube-api.ts";
import type { KubeConnection } from "./kube/kube-connection.ts";
import type { QueueLoad } from "./kube/work-queue.ts";
import { ServerContact } from "./kube/server-contact.ts";
import { systemClock } from "./std/clock.ts";
import type { Clock } from "./std/clock.ts";
import { ClockWatch } from "./std/clock-watch.ts";
import type { Logger } from "./std/logger.ts";
import { Metrics } from "./std/metrics.ts";
import { systemTimers } from "./std/timers.ts";
import type { Timers } from "./std/timers.ts";
import type { ExtraPages } from "./web/pages/create-pages.ts";
import { createProbeServer } from "./web/probe-server.ts";
import type { ProbeServer } from "./web/probe-server.ts";
import { createWebServer } from "./web/server.ts";
import type { WebServer } from "./web/server.ts";

export interface ServeOptions {
  readonly settings: Settings;
  readonly connection: KubeConnection;
  /** Signs cookies and form tokens. */
  readonly key: Uint8Array;
  readonly logger: Logger;
  readonly version: string;
  /** Pages beside the product's own: the demo's. */
  readonly extraPages?: ExtraPages;
  /** Set where it is no use to say that deploy/admission is missing: on the demo's API, which has no such policies. */
  readonly withoutAdmission?: true;
  /** What deadlines go by; the system's when absent. */
  readonly time?: Clock & Timers;
}

export interface Serving {
  readonly port: number;
  /** Of probes and metrics. */
  readonly probePort: number;
  /** Ends what is under way, then resolves. */
  stop(): Promise<void>;
}

/** Starts controller and web server; resolves when both work. Rejects, with everything stopped, when one cannot. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { settings, logger, time: clock = systemClock, time: timers = systemTimers } = options;
  const metrics = new Metrics();
  const contact = new ServerContact();
  const api = new HttpKubeApi(options.connection, {
    contact,
    onRequest: (request) => metrics.observeKubeRequest(request),
  });
  const parts = { api, contact, clock, timers, logger };
  const cluster = watchCluster({
    ...parts,
    ...(settings.namespaces && { namespaces: settings.namespaces }),
  });
  const approvals = createUseCases(options, { ...parts, metrics, cluster });
  const clockWatch = new ClockWatch({ clock, timers });
  const { baseUrl } = settings;
  const controller = new Controller({ ...parts, cluster, clockWatch, baseUrl });
  showLoad(metrics, controller);
  const health = { live: () => true, ready: () => cluster.isReady() };
  const web = createWebServer({
    approvals,
    authenticators: createOpenMode({ keys: [options.key], baseUrl: new URL(baseUrl) }),
    keys: [options.key],
    baseUrl,
    clock,
    logger,
    timeZone: settings.timeZone,
    ...(settings.clusterName && { clusterName: settings.clusterName }),
    version: options.version,
    health,
    ...(options.extraPages && { extraPages: options.extraPages }),
  });

  const probes = createProbeServer({ health, metrics: () => metrics.toText() });
  const listening = await listenOnBoth(web, probes, settings);
  const election = electWorker(options, { api, contact, controller });
  const stop = async (): Promise<void> => {
    await listening.close();
    clockWatch.stop();
    await election?.stop();
    await Promise.all([controller.stop(), cluster.stop()]);
    api.close();
  };
  try {
    controller.start();
    await Promise.all([
      cluster.start(),
      options.withoutAdmission === true ? undefined : warnWithoutAdmission({ api, logger }),
    ]);
    clockWatch.start();
    if (election === undefined) controller.resume();
    else election.start();
  } catch (error) {
    await stop();
    throw error;
  }
  const { port, probePort } = listening;
  logger.info({ port, probePort, baseUrl, auth: settings.auth }, "Countersign serves.");
  return { port, probePort, stop };
}

/** Pages and probes listen and stop together: when one cannot, neither does. */
async function listenOnBoth(
  web: WebServer,
  probes: ProbeServer,
  { host, port, probePort }: Settings,
): Promise<Pick<Serving, "port" | "probePort"> & { readonly close: () => Promise<void> }> {
  const pages = await web.listen({ host, port });
  try {
    const own = await probes.listen({ host, port: probePort });
    const close = async (): Promise<void> => {
      await Promise.all([pages.close(), own.close()]);
    };
    return { port: pages.port, probePort: own.port, close };
  } catch (error) {
    await pages.close();
    throw error;
  }
}

/** The queue of work, on `/metrics`. */
function showLoad(metrics: Metrics, controller: Controller): void {
  const add = (where: keyof QueueLoad, help: string): void =>
    metrics.addGauge(`countersign_queue_${where}`, help, () => controller.load[where]);
  add("ready", "Names that wait for a worker of the controller.");
  add("running", "Names that the controller works on.");
  add("delayed", "Names that the controller looks at again at a later time.");
  add("failing", "Names whose last try failed.");
}

interface UseCaseParts extends Pick<ApprovalsDependencies, "api" | "cluster" | "clock"> {
  readonly metrics: Metrics;
}

/** The use cases over the watched approvals, with what they do counted. */
function createUseCases({ settings, logger }: ServeOptions, { metrics, ...parts }: UseCaseParts): Approvals {
  const served = serveNamespaces(settings.namespaces);
  const index = indexApprovals(parts.cluster, served);
  metrics.addGauge("countersign_approvals_pending", "Approvals that wait for an answer.", () =>
    index.count("pending"),
  );
  const onVote = (outcome: string): void => metrics.countVote(outcome);
  return createApprovals({ ...parts, index, served, baseUrl: settings.baseUrl, onVote, logger });
}

interface WorkerParts {
  readonly api: KubeApi;
  readonly contact: ServerContact;
  readonly controller: Controller;
}

/** Decides which replica works, for efficiency alone: two at work are harmless. `undefined`: each works. */
function electWorker(
  options: ServeOptions,
  { api, contact, controller }: WorkerParts,
): LeaderElection | undefined {
  const { settings, connection, logger } = options;
  if (!settings.leaderElection) return undefined;
  return new LeaderElection({
    api,
    contact,
    logger,
    namespace: connection.namespace ?? "default",
    name: "countersign",
    identity: `${hostname()}_${randomUUID()}`,
    onStartedLeading: () => controller.resume(),
    onStoppedLeading: () => {
      controller
        .pause()
        .catch((err: unknown) => logger.error({ err }, "The controller could not be paused."));
    },
  });
}
