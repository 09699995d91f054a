// The real object graph on one screen: what `serve` runs on any cluster, and the demo on the embedded one.
import { listGroups, readAccess } from "./approvals/access/access-rules.ts";
import { createApprovals } from "./approvals/create-approvals.ts";
import { indexApprovals } from "./approvals/index-approvals.ts";
import { serveNamespaces } from "./approvals/served-namespaces.ts";
import { createAccessReview } from "./auth/access-review.ts";
import { createAuthenticators } from "./auth/create-authenticators.ts";
import { makeLink } from "./auth/authenticators/link.ts";
import { proxyAddresses } from "./auth/proxy/configure-proxy.ts";
import { SIGN_OUTS } from "./auth/sign-outs.ts";
import { watchCluster } from "./cluster/watch-cluster.ts";
import { watchConfigMap } from "./cluster/watch-config-map.ts";
import type { SigningKeys } from "./auth/signing-keys.ts";
import type { Settings } from "./config/settings.ts";
import { Controller } from "./controller/controller.ts";
import { createDispatcher } from "./controller/create-dispatcher.ts";
import { electWorker } from "./controller/elect-worker.ts";
import { warnWithoutAdmission } from "./controller/warn-without-admission.ts";
import { HttpKubeApi } from "./kube/http-kube-api.ts";
import type { KubeConnection } from "./kube/kube-connection.ts";
import { ServerContact } from "./kube/server-contact.ts";
import { createBoundedFetch } from "./net/bounded-fetch.ts";
import { createPost } from "./net/post.ts";
import type { ChannelParts } from "./notify/channel.ts";
import { NO_DIRECTORY } from "./notify/channels/mail/directory.ts";
import { createTelling } from "./notify/create-telling.ts";
import { approvalPath } from "./objects/approval/approval-url.ts";
import { type Clock, systemClock } from "./std/clock.ts";
import { ClockWatch } from "./std/clock-watch.ts";
import type { Logger } from "./std/logger.ts";
import { Metrics } from "./std/metrics.ts";
import { systemTimers, type Timers } from "./std/timers.ts";
import { findForwarders } from "./web/limits/find-sender.ts";
import { listenOnBoth } from "./web/listening/listen-on-both.ts";
import type { ExtraPages } from "./web/pages/create-pages.ts";
import { createProbeServer } from "./web/probe-server.ts";
import { createWebServer, type WebLimits } from "./web/server.ts";

export interface ServeOptions {
  readonly settings: Settings;
  readonly connection: KubeConnection;
  /** For cookies and form tokens. */
  readonly keys: SigningKeys;
  /** Those of `auth.proxy.proof.secret.valueFile`, as they are at the moment; none when absent. */
  readonly proxySecrets?: () => readonly string[];
  /** Of the clients that we are at providers, by the provider's id. */
  readonly clientSecrets?: ReadonlyMap<string, () => string>;
  /** What is in a file that a setting of channels names; needed where one does. */
  readonly secretOf?: ChannelParts["secretOf"];
  /** Where names are reached by mail; nowhere when absent. */
  readonly directory?: ChannelParts["directory"];
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
  const { settings, logger, withoutAdmission } = options;
  const parts = gatherParts(options);
  const { api, cluster, clockWatch, signOutRecord } = parts;
  const servers = wireServers(parts);
  const { controller, dispatcher, worker } = await wireWork(parts);
  const { port, probePort, close } = await listenOnBoth(servers, settings.listen);
  const stop = async (): Promise<void> => {
    await close();
    clockWatch.stop();
    await worker.stop();
    await Promise.all([controller.stop(), dispatcher.stop()]);
    await Promise.all([cluster.stop(), signOutRecord.stop()]);
    api.close();
  };
  try {
    controller.start();
    dispatcher.start();
    if (settings.auth.modes.includes("oidc")) signOutRecord.start();
    await Promise.all([cluster.start(), withoutAdmission ?? warnWithoutAdmission({ api, logger })]);
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

type Parts = ReturnType<typeof gatherParts>;

/** What all of it works on: the API server and what is known of it, the clock, the metrics. */
function gatherParts(options: ServeOptions) {
  const { settings, connection, logger, time } = options;
  const { baseUrl, namespaces } = settings;
  const metrics = new Metrics();
  const contact = new ServerContact();
  const onRequest: Metrics["observeKubeRequest"] = (request) => metrics.observeKubeRequest(request);
  const api = new HttpKubeApi(connection, { contact, onRequest });
  const parts = { api, contact, clock: time ?? systemClock, timers: time ?? systemTimers, logger, baseUrl };
  const { namespace = "default" } = connection;
  return {
    ...options,
    ...parts,
    metrics,
    namespace,
    cluster: watchCluster({ ...parts, ...(namespaces && { namespaces }) }),
    clockWatch: new ClockWatch(parts),
    signOutRecord: watchConfigMap(parts, { namespace, name: SIGN_OUTS }),
  };
}

/** What people, programs and probes come to. */
function wireServers(parts: Parts) {
  const { settings, cluster, metrics } = parts;
  const { timeZone, clusterName } = settings;
  const served = serveNamespaces(settings.namespaces);
  const index = indexApprovals(cluster, served);
  metrics.showPending(() => index.count("pending"));
  const access = readAccess(settings.access, { namesProve: !settings.auth.modes.includes("open") });
  const approvals = createApprovals({
    ...parts,
    index,
    served,
    access,
    ...(settings.auth.kubernetes.accessReview && { authorize: createAccessReview(parts.api) }),
    onVote: (outcome) => metrics.countVote(outcome),
    onCancel: (outcome) => metrics.countCancel(outcome),
    shownParams: new Set(settings.pages.showParams ?? []),
  });
  const accessGroups = listGroups(access);
  const authenticators = createAuthenticators(settings.auth, {
    ...parts,
    baseUrl: new URL(parts.baseUrl),
    proxySecrets: parts.proxySecrets ?? (() => []),
    clientSecrets: parts.clientSecrets ?? new Map(),
    overSocket: settings.listen.socket !== undefined,
    fetch: createBoundedFetch(),
    neededGroups: () => new Set([...index.askedNames("group", Infinity), ...accessGroups]),
    pathOf: approvalPath,
    findApproval: (ref) => index.standingOf(ref),
  });
  const health = { live: () => true, ready: () => cluster.isReady() };
  return {
    web: createWebServer({
      ...parts,
      approvals,
      authenticators,
      health,
      timeZone,
      limits: setLimits(parts),
      ...(clusterName && { clusterName }),
    }),
    probes: createProbeServer({ health, metrics: () => metrics.toText() }),
  };
}

/** A proxy that is believed who somebody is, is believed from where they come. */
function setLimits({ settings, metrics }: Parts): WebLimits {
  const { auth, limits, listen } = settings;
  const proxies = auth.modes.includes("proxy") ? proxyAddresses(auth.proxy ?? {}) : [];
  const { forwardedBy = proxies } = limits;
  return {
    ...limits,
    isForwarder: findForwarders({ forwardedBy, overSocket: listen.socket !== undefined }),
    onLimited: (limit) => metrics.countLimited(limit),
  };
}

/** What one replica of several does: the work on runs, and beside it messages. */
async function wireWork(parts: Parts) {
  const { settings, keys, metrics, api, contact, logger, clock, namespace } = parts;
  const { timeZone, clusterName } = settings;
  const { channels, telling } = await createTelling(settings.channels, {
    secretOf: refuseFile,
    directory: () => NO_DIRECTORY,
    post: createPost(settings.channels),
    timeZone,
    clusterName,
    ...parts,
  });
  const links = { keys, clock, baseUrl: new URL(settings.baseUrl), pathOf: approvalPath };
  const controller = new Controller({ ...parts, telling });
  const dispatcher = createDispatcher({
    ...parts,
    channels,
    onEnd: (end) => metrics.countNotice(end),
    ...(settings.auth.modes.includes("link") && { makeLink: (request) => makeLink(links, request) }),
  });
  const election = { api, contact, logger, namespace };
  const worker = electWorker([controller, dispatcher], settings.leaderElection ? election : undefined);
  metrics.showQueue(() => controller.load);
  metrics.showOpenNotices(() => dispatcher.open);
  return { controller, dispatcher, worker };
}

const refuseFile: NonNullable<ServeOptions["secretOf"]> = (path) => {
  throw new Error(`The file ${path} was not opened.`);
};
