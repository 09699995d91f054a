// The real object graph, readable on one screen: what `serve` runs on any cluster, and the demo on the embedded one.
import { ApprovalIndex } from "./approvals/approval-index.ts";
import { createApprovals } from "./approvals/create-approvals.ts";
import type { PipelineRunFacts } from "./approvals/pipeline-run-facts.ts";
import { createOpenMode } from "./auth/open-mode.ts";
import type { Settings } from "./config/settings.ts";
import { Controller } from "./controller/controller.ts";
import { keepApproval, keepPipelineRun, keepRun } from "./controller/keep.ts";
import { HttpKubeApi } from "./kube/http-kube-api.ts";
import type { KubeConnection } from "./kube/kube-connection.ts";
import { ListWatch } from "./kube/list-watch.ts";
import type { ListWatchOptions } from "./kube/list-watch.ts";
import type { ApprovalTask } from "./objects/approval-task.ts";
import type { CustomRun } from "./objects/custom-run.ts";
import { endsAtMs } from "./objects/pipeline-run.ts";
import type { PipelineRun } from "./objects/pipeline-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS, PIPELINE_RUNS } from "./objects/resources.ts";
import { systemClock } from "./std/clock.ts";
import type { Logger } from "./std/logger.ts";
import { Metrics } from "./std/metrics.ts";
import type { ExtraPages } from "./web/pages/create-pages.ts";
import { createWebServer } from "./web/server.ts";

export interface ServeOptions {
  readonly settings: Settings;
  readonly connection: KubeConnection;
  /** Signs cookies and form tokens. */
  readonly key: Uint8Array;
  readonly logger: Logger;
  readonly version: string;
  /** Pages beside the product's own: the demo's. */
  readonly extraPages?: ExtraPages;
}

export interface Serving {
  readonly port: number;
  /** Ends what is under way, then resolves. */
  stop(): Promise<void>;
}

/** Starts controller and web server; resolves when both work. Rejects, with everything stopped, when one cannot. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { settings, logger } = options;
  const { baseUrl } = settings;
  const clock = systemClock;
  const metrics = new Metrics();
  const api = new HttpKubeApi(options.connection, {
    onRequest: (request) => metrics.observeKubeRequest(request),
  });
  const watched = watchCluster({
    api,
    clock,
    logger,
    ...(settings.namespaces && { namespaces: settings.namespaces }),
  });
  const { approvals } = watched;
  const index = new ApprovalIndex();
  approvals.onChange(({ type, object }) => (type === "delete" ? index.remove(object) : index.upsert(object)));
  metrics.addGauge("countersign_approvals_pending", "Approvals that wait for an answer.", () =>
    index.count("pending"),
  );

  const controller = new Controller({ api, ...watched, clock, logger, baseUrl });
  const useCases = createApprovals({
    api,
    index,
    clock,
    baseUrl,
    freshness: () => ({ lastContactMs: approvals.lastContactMs, live: approvals.live }),
    onRecorded: (task) => approvals.observe(task),
    findPipelineRun: (namespace, name) => describePipelineRun(watched.pipelineRuns.get({ namespace, name })),
  });
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
    metrics: () => metrics.toText(),
    health: { live: () => true, ready: () => isReady(watched) },
    ...(options.extraPages && { extraPages: options.extraPages }),
  });

  const listening = await web.listen({ host: settings.host, port: settings.port });
  const stop = async (): Promise<void> => {
    await listening.close();
    await controller.stop();
    await api.close();
  };
  try {
    await controller.start();
  } catch (error) {
    await stop();
    throw error;
  }
  logger.info({ port: listening.port, baseUrl, auth: settings.auth }, "Countersign serves.");
  return { port: listening.port, stop };
}

interface Watched {
  readonly runs: ListWatch<CustomRun>;
  readonly approvals: ListWatch<ApprovalTask>;
  readonly pipelineRuns: ListWatch<PipelineRun>;
}

function watchCluster(
  options: Pick<ListWatchOptions<unknown>, "api" | "clock" | "logger" | "namespaces">,
): Watched {
  return {
    runs: new ListWatch({ ...options, resource: CUSTOM_RUNS, keep: keepRun }),
    approvals: new ListWatch({ ...options, resource: APPROVAL_TASKS, keep: keepApproval }),
    pipelineRuns: new ListWatch({ ...options, resource: PIPELINE_RUNS, keep: keepPipelineRun }),
  };
}

function isReady(watched: Watched): true | string {
  const silent = Object.entries(watched).find(([, { live }]) => !live);
  return (
    silent === undefined || `The Kubernetes API server has said nothing about ${silent[0]} for too long.`
  );
}

function describePipelineRun(pipelineRun: PipelineRun | undefined): PipelineRunFacts | undefined {
  const uid = pipelineRun?.metadata.uid;
  if (pipelineRun === undefined || uid === undefined) return undefined;
  const parameters = (pipelineRun.spec?.params ?? []).map(({ name, value }) => ({ name, value }));
  return { uid, endsAtMs: endsAtMs(pipelineRun), parameters };
}
