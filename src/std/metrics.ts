import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";

/** What the product counts, in the words of its own; names follow the Prometheus conventions. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #kubeRequests: Histogram<"verb" | "resource" | "code">;
  readonly #votes: Counter<"outcome">;

  constructor() {
    // At its own 10 ms, the monitor of the event loop alone takes 0.6 % of a core, which is most of what an idle product does.
    collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision: 100 });
    this.#kubeRequests = new Histogram({
      name: "countersign_kube_request_duration_seconds",
      help: "Requests to the Kubernetes API by verb, resource and answer; code 0 is no answer.",
      labelNames: ["verb", "resource", "code"],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
      registers: [this.#registry],
    });
    this.#votes = new Counter({
      name: "countersign_votes_total",
      help: "Votes by what became of them: recorded, or why not.",
      labelNames: ["outcome"],
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

  /** A gauge that is read when somebody asks. */
  addGauge(name: string, help: string, read: () => number): void {
    const collect = (): void => gauge.set(read());
    const gauge = new Gauge({ name, help, registers: [this.#registry], collect });
  }

  /** The Prometheus text format. */
  async toText(): Promise<string> {
    return await this.#registry.metrics();
  }
}
