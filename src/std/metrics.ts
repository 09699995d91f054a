import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";

/**
 * prom-client samples the delay of the event loop by a timer, which at its usual 10 ms takes 0.6 % of a core: most of what
 * an idle product does. The samples count the timer's own period too, so with a longer one they would tell of a lag that
 * is none. `nodejs_eventloop_lag_seconds` is measured anew at each scrape and stays.
 */
const HARDLY_EVER_MS = 60 * 60_000;
const SAMPLED_LAGS = ["min", "max", "mean", "stddev", "p50", "p90", "p99"];

type QueueCounts = Readonly<Record<"ready" | "running" | "delayed" | "failing", number>>;

/** What the product counts, in the words of its own; names follow the Prometheus conventions. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #kubeRequests: Histogram<"verb" | "resource" | "code">;
  readonly #votes: Counter<"outcome">;
  readonly #cancels: Counter<"outcome">;
  readonly #notices: Counter<"channel" | "kind" | "outcome">;
  readonly #limited: Counter<"limit">;

  constructor() {
    collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision: HARDLY_EVER_MS });
    for (const name of SAMPLED_LAGS)
      this.#registry.removeSingleMetric(`nodejs_eventloop_lag_${name}_seconds`);
    this.#kubeRequests = new Histogram({
      name: "countersign_kube_request_duration_seconds",
      help: "Requests to the Kubernetes API by verb, resource and status code; code 0 means no answer.",
      labelNames: ["verb", "resource", "code"],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
      registers: [this.#registry],
    });
    this.#votes = new Counter({
      name: "countersign_votes_total",
      help: "Votes by outcome: recorded, or why not.",
      labelNames: ["outcome"],
      registers: [this.#registry],
    });
    this.#cancels = new Counter({
      name: "countersign_cancels_total",
      help: "Cancellations by people, by outcome: recorded, or why not.",
      labelNames: ["outcome"],
      registers: [this.#registry],
    });
    this.#notices = new Counter({
      name: "countersign_notices_total",
      help: "Messages by kind of channel, what they tell, and outcome: sent, refused (and tried again), failed, unknown.",
      labelNames: ["channel", "kind", "outcome"],
      registers: [this.#registry],
    });
    this.#limited = new Counter({
      name: "countersign_limited_total",
      help: "Requests and connections refused because there were too many, by the limit that they met.",
      labelNames: ["limit"],
      registers: [this.#registry],
    });
  }

  observeKubeRequest(request: {
    readonly verb: string;
    readonly resource: { readonly plural: string };
    readonly code: number;
    readonly durationMs: number;
  }): void {
    const { verb, resource, code, durationMs } = request;
    this.#kubeRequests.observe({ verb, resource: resource.plural, code }, durationMs / 1000);
  }

  countVote(outcome: string): void {
    this.#votes.inc({ outcome });
  }

  countCancel(outcome: string): void {
    this.#cancels.inc({ outcome });
  }

  countNotice(labels: Readonly<Record<"channel" | "kind" | "outcome", string>>): void {
    this.#notices.inc(labels);
  }

  countLimited(limit: string): void {
    this.#limited.inc({ limit });
  }

  /** How many messages are to be sent, or on their way. */
  showOpenNotices(read: () => number): void {
    this.#addGauge("countersign_notices_open", "Messages to be sent, or on their way.", read);
  }

  /** How many approvals wait for an answer. */
  showPending(read: () => number): void {
    this.#addGauge("countersign_approvals_pending", "Approvals waiting for an answer.", read);
  }

  /** How many names are where in the controller's queue of work. */
  showQueue(read: () => QueueCounts): void {
    const add = (where: keyof QueueCounts, help: string): void =>
      this.#addGauge(`countersign_queue_${where}`, help, () => read()[where]);
    add("ready", "Names waiting for a worker of the controller.");
    add("running", "Names that the controller is working on.");
    add("delayed", "Names that the controller will look at again later.");
    add("failing", "Names whose last try failed.");
  }

  /** Read when somebody asks. */
  #addGauge(name: string, help: string, read: () => number): void {
    const collect = (): void => gauge.set(read());
    const gauge = new Gauge({ name, help, registers: [this.#registry], collect });
  }

  /** The Prometheus text format. */
  async toText(): Promise<string> {
    return await this.#registry.metrics();
  }
}
