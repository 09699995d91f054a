// The real object graph, readable on one screen: what `serve` runs on any cluster, and the demo on the embedded one.
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";

import { ApprovalIndex } from "./approvals/approval-index.ts";
import type { Approvals, CastVote, CastVoteError } from "./approvals/approvals.ts";
import { createApprovals } from "./approvals/create-approvals.ts";
import type { FindPipelineRun, PipelineRunFacts } from "./approvals/pipeline-run-facts.ts";
import { serveNamespaces } from "./approvals/served-namespaces.ts";
import { dueMsOf } from "./approvals/to-approval-view.ts";
import { createOpenMode } from "./auth/open-mode.ts";
import type { Settings } from "./config/settings.ts";
import { Controller } from "./controller/controller.ts";
import { warnWithoutAdmission } from "./controller/warn-without-admission.ts";
import { keepApproval, keepPipelineRun, keepRun } from "./controller/keep.ts";
import { LeaderElection } from "./kube/leader-election.ts";
import type { KubeApi } from "./kube/kube-api.ts";
import { HttpKubeApi } from "./kube/http-kube-api.ts";
import type { KubeConnection } from "./kube/kube-connection.ts";
import { ListWatch } from "./kube/list-watch.ts";
import type { ListWatchOptions } from "./kube/list-watch.ts";
import type { QueueLoad } from "./kube/work-queue.ts";
import { ServerContact } from "./kube/server-contact.ts";
import type { ApprovalTask } from "./objects/approval/approval-task.ts";
import type { CustomRun } from "./objects/run/custom-run.ts";
import { endsAtMs, listCustomRuns } from "./objects/run/pipeline-run.ts";
import type { PipelineRun } from "./objects/run/pipeline-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS, PIPELINE_RUNS } from "./objects/resources.ts";
import { formatTime, systemClock } from "./std/clock.ts";
import type { Clock } from "./std/clock.ts";
import { ClockWatch } from "./std/clock-watch.ts";
import type { Logger } from "./std/logger.ts";
import { Metrics } from "./std/metrics.ts";
import type { Result } from "./std/result.ts";
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
  const watched = watchCluster({
    ...parts,
    ...(settings.namespaces && { namespaces: settings.namespaces }),
  });
  const useCases = createUseCases(options, { api, clock, metrics, watched });
  const clockWatch = new ClockWatch({ clock, timers });
  const { baseUrl } = settings;
  const controller = new Controller({ ...parts, ...watched, clockWatch, baseUrl });
  showLoad(metrics, controller);
  const health = { live: () => true, ready: () => isReady(watched) };
  const web = createWebServer({
    approvals: useCases,
    authenticator: createOpenMode({ keys: [options.key], baseUrl: new URL(baseUrl) }),
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
    await controller.stop();
    api.close();
  };
  try {
    await Promise.all([
      controller.start(),
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

interface UseCaseParts {
  readonly api: KubeApi;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly watched: Watched;
}

/** The use cases over the watched approvals, with what they do counted. */
function createUseCases(
  { settings, logger }: ServeOptions,
  { api, clock, metrics, watched }: UseCaseParts,
): Approvals {
  const { approvals, pipelineRuns } = watched;
  const served = serveNamespaces(settings.namespaces);
  const findPipelineRun: FindPipelineRun = (namespace, name) =>
    describePipelineRun(pipelineRuns.get({ namespace, name }));
  const index = new ApprovalIndex({ served, dueMsOf: (task) => dueMsOf(task, findPipelineRun) });
  approvals.onChange(({ type, object }) => (type === "delete" ? index.remove(object) : index.upsert(object)));
  pipelineRuns.onChange(({ object: { metadata } }) =>
    index.refresh({ namespace: metadata.namespace ?? "", name: metadata.name }),
  );
  metrics.addGauge("countersign_approvals_pending", "Approvals that wait for an answer.", () =>
    index.count("pending"),
  );
  const useCases = createApprovals({
    api,
    index,
    served,
    clock,
    baseUrl: settings.baseUrl,
    freshness: () => ({ lastContactMs: approvals.lastContactMs, live: approvals.live }),
    onRecorded: (task) => approvals.observe(task),
    logger,
    findPipelineRun,
  });
  return {
    ...useCases,
    castVote: async (request) => {
      const result = await useCases.castVote(request);
      metrics.countVote(describeOutcome(result));
      return result;
    },
  };
}

function describeOutcome(result: Result<CastVote, CastVoteError>): string {
  if (result.ok) return result.value.repeated ? "repeated" : "recorded";
  return result.error.kind === "refused" ? result.error.refusal : result.error.kind;
}

interface Watched {
  readonly runs: ListWatch<CustomRun>;
  readonly approvals: ListWatch<ApprovalTask>;
  readonly pipelineRuns: ListWatch<PipelineRun>;
}

function watchCluster(
  options: Pick<ListWatchOptions<unknown>, "api" | "contact" | "clock" | "timers" | "logger" | "namespaces">,
): Watched {
  return {
    runs: new ListWatch({ ...options, resource: CUSTOM_RUNS, keep: keepRun }),
    approvals: new ListWatch({ ...options, resource: APPROVAL_TASKS, keep: keepApproval }),
    pipelineRuns: new ListWatch({ ...options, resource: PIPELINE_RUNS, keep: keepPipelineRun }),
  };
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

/** Ready is who is in touch about all three, and has caught up with what this process itself has written and read. */
function isReady(watched: Watched): true | string {
  const [kind, watch] = Object.entries(watched).find(([, { live }]) => !live) ?? [];
  if (watch === undefined) return true;
  const { inTime, behindSinceMs } = watch;
  if (inTime || behindSinceMs === undefined)
    return `The Kubernetes API server has said nothing about ${kind} for too long.`;
  return `The watch of ${kind} has not brought what this process has known since ${formatTime(behindSinceMs)}.`;
}

function describePipelineRun(pipelineRun: PipelineRun | undefined): PipelineRunFacts | undefined {
  const uid = pipelineRun?.metadata.uid;
  if (pipelineRun === undefined || uid === undefined) return undefined;
  const parameters = (pipelineRun.spec?.params ?? []).map(({ name, value }) => ({ name, value }));
  return { uid, endsAtMs: endsAtMs(pipelineRun), customRuns: listCustomRuns(pipelineRun), parameters };
}
