// The real object graph on one screen: what `serve` runs on any cluster, and the demo on the embedded one.
import { listGroups, readAccess } from "./approvals/access/access-rules.ts";
import { createApprovals } from "./approvals/create-approvals.ts";
import { indexApprovals } from "./approvals/index-approvals.ts";
import { serveNamespaces } from "./approvals/served-namespaces.ts";
import { createAccessReview } from "./auth/access-review.ts";
import { createAuthenticators } from "./auth/create-authenticators.ts";
import { SIGN_OUTS } from "./auth/sign-outs.ts";
import { watchCluster } from "./cluster/watch-cluster.ts";
import { watchConfigMap } from "./cluster/watch-config-map.ts";
import type { SigningKeys } from "./auth/signing-keys.ts";
import type { Settings } from "./config/settings.ts";
import { Controller } from "./controller/controller.ts";
import { electWorker } from "./controller/elect-worker.ts";
import { warnWithoutAdmission } from "./controller/warn-without-admission.ts";
import { HttpKubeApi } from "./kube/http-kube-api.ts";
import type { KubeConnection } from "./kube/kube-connection.ts";
import { ServerContact } from "./kube/server-contact.ts";
import { createBoundedFetch } from "./net/bounded-fetch.ts";
import { approvalPath } from "./objects/approval/approval-url.ts";
import { type Clock, systemClock } from "./std/clock.ts";
import { ClockWatch } from "./std/clock-watch.ts";
import type { Logger } from "./std/logger.ts";
import { Metrics } from "./std/metrics.ts";
import { systemTimers, type Timers } from "./std/timers.ts";
import { listenOnBoth } from "./web/listening/listen-on-both.ts";
import type { ExtraPages } from "./web/pages/create-pages.ts";
import { createProbeServer } from "./web/probe-server.ts";
import { createWebServer } from "./web/server.ts";

export interface ServeOptions {
  readonly settings: Settings;
  readonly connection: KubeConnection;
  /** For cookies and form tokens. */
  readonly keys: SigningKeys;
  /** Those of `auth.proxy.proof.secret.valueFile`, as they are at the moment; none when absent. */
  readonly proxySecrets?: () => readonly string[];
  /** Of the clients that we are at providers, by the provider's id. */
  readonly clientSecrets?: ReadonlyMap<string, () => string>;
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
  const { settings, logger } = options;
  const { api, cluster, clockWatch, controller, worker, signOutRecord, ...servers } = wire(options);
  const { port, probePort, close } = await listenOnBoth(servers, settings.listen);
  const stop = async (): Promise<void> => {
    await close();
    clockWatch.stop();
    await worker.stop();
    await Promise.all([controller.stop(), cluster.stop(), signOutRecord.stop()]);
    api.close();
  };
  try {
    controller.start();
    if (settings.auth.modes.includes("oidc")) signOutRecord.start();
    await Promise.all([cluster.start(), options.withoutAdmission ?? warnWithoutAdmission({ api, logger })]);
    clockWatch.start();
    worker.start();
  } catch (error) {
    await stop();
    throw error;
  }
  const { baseUrl, auth } = settings;
  const { socket } = settings.listen;
  logger.info({ port, socket, probePort, baseUrl, auth: auth.modes }, "Countersign is serving.");
  return { port, probePort, stop };
}

function wire(options: ServeOptions) {
  const { settings, connection, keys, logger, version, extraPages, time } = options;
  const { baseUrl, namespaces, clusterName, timeZone, leaderElection } = settings;
  const metrics = new Metrics();
  const contact = new ServerContact();
  const onRequest: Metrics["observeKubeRequest"] = (request) => metrics.observeKubeRequest(request);
  const api = new HttpKubeApi(connection, { contact, onRequest });
  const parts = { api, contact, clock: time ?? systemClock, timers: time ?? systemTimers, logger, baseUrl };

  const cluster = watchCluster({ ...parts, ...(namespaces && { namespaces }) });
  const served = serveNamespaces(namespaces);
  const index = indexApprovals(cluster, served);
  const onVote = (outcome: string): void => metrics.countVote(outcome);
  const shownParams = new Set(settings.pages.showParams ?? []);
  const onCancel = (outcome: string): void => metrics.countCancel(outcome);
  const access = readAccess(settings.access, { namesProve: !settings.auth.modes.includes("open") });
  const approvals = createApprovals({
    ...parts,
    cluster,
    index,
    served,
    access,
    ...(settings.auth.kubernetes.accessReview && { authorize: createAccessReview(api) }),
    onVote,
    onCancel,
    shownParams,
  });

  const clockWatch = new ClockWatch(parts);
  const controller = new Controller({ ...parts, cluster, clockWatch });
  const { namespace = "default" } = connection;
  const election = { api, contact, logger, namespace };
  const worker = electWorker(controller, leaderElection ? election : undefined);
  metrics.showPending(() => index.count("pending"));
  metrics.showQueue(() => controller.load);

  const signOutRecord = watchConfigMap(parts, { namespace, name: SIGN_OUTS });
  const accessGroups = listGroups(access);
  const neededGroups = () => new Set([...index.askedNames("group", Infinity), ...accessGroups]);

  const health = { live: () => true, ready: () => cluster.isReady() };
  const web = createWebServer({
    ...parts,
    approvals,
    authenticators: createAuthenticators(settings.auth, {
      ...parts,
      ...gatherSecrets(options),
      overSocket: settings.listen.socket !== undefined,
      fetch: createBoundedFetch(),
      neededGroups,
      signOutRecord,
      pathOf: approvalPath,
      findApproval: (ref) => index.standingOf(ref),
    }),
    keys,
    health,
    version,
    timeZone,
    ...(clusterName && { clusterName }),
    ...(extraPages && { extraPages }),
  });
  const probes = createProbeServer({ health, metrics: () => metrics.toText() });
  return { api, cluster, clockWatch, controller, worker, signOutRecord, web, probes };
}

function gatherSecrets({ settings, keys, proxySecrets = () => [], clientSecrets = new Map() }: ServeOptions) {
  return { keys, proxySecrets, clientSecrets, baseUrl: new URL(settings.baseUrl) };
}
