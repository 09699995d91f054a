import type { KubeObject, ObjectRef, Resource } from "../kube/kube-api.ts";
import { ListWatch, type ListWatchOptions } from "../kube/list-watch.ts";

export const CONFIG_MAPS: Resource = {
  group: "",
  version: "v1",
  plural: "configmaps",
  kind: "ConfigMap",
  namespaced: true,
};

export interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

/** One ConfigMap, by its name, as every replica sees it within a moment. */
export interface WatchedConfigMap {
  readonly ref: Required<ObjectRef>;
  /** Undefined before the API server has said whether it is there; one that is not there says nothing. */
  readonly data: Readonly<Record<string, string>> | undefined;
  /** Takes in what was just written. */
  observe(written: ConfigMap): void;
  start(): void;
  stop(): Promise<void>;
}

export function watchConfigMap(
  options: Omit<ListWatchOptions<never>, "resource" | "keep" | "namespaces">,
  ref: Required<ObjectRef>,
): WatchedConfigMap {
  const watch = new ListWatch<ConfigMap>({
    ...options,
    resource: CONFIG_MAPS,
    namespaces: [ref.namespace],
    fieldSelector: `metadata.name=${ref.name}`,
    keep: (object): ConfigMap => object,
  });
  return {
    ref,
    get data() {
      return watch.synced ? (watch.get(ref)?.data ?? {}) : undefined;
    },
    observe: (written) => watch.observe(written),
    // Nobody waits for it: without the right to see it, everything else goes on.
    start: () => void watch.start().catch(() => {}),
    stop: () => watch.stop(),
  };
}
