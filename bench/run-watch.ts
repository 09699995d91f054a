import type { KubeApi } from "../src/kube/kube-api.ts";
import type { CustomRun } from "../src/objects/custom-run.ts";
import { CUSTOM_RUNS } from "../src/objects/resources.ts";

/** Sees on a watch of its own when runs end, as Tekton does. */
export class RunWatch {
  readonly #stop = new AbortController();
  readonly #waiting = new Map<string, (atMs: number) => void>();
  #running: Promise<void> | undefined;

  async start(api: KubeApi, namespace: string): Promise<void> {
    const { metadata } = await api.list(CUSTOM_RUNS, { namespace, limit: 1 });
    this.#running = this.#follow(api, namespace, metadata.resourceVersion);
  }

  /** Resolves with the time (`performance.now`) at which the run was seen to have ended. Ask before it can end. */
  async untilEnded(name: string): Promise<number> {
    return await new Promise((resolve) => this.#waiting.set(name, resolve));
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running?.catch(() => {});
  }

  async #follow(api: KubeApi, namespace: string, resourceVersion: string): Promise<void> {
    const watch = api.watch<CustomRun>(CUSTOM_RUNS, {
      namespace,
      resourceVersion,
      signal: this.#stop.signal,
    });
    for await (const event of watch) {
      if (event.type === "BOOKMARK" || event.object.status?.completionTime === undefined) continue;
      const { name } = event.object.metadata;
      this.#waiting.get(name)?.(performance.now());
      this.#waiting.delete(name);
    }
  }
}
