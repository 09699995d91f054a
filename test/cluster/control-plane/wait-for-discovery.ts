import type { AdminClient } from "./admin-client.ts";
import { until } from "../../kit/until.ts";

/** The one document that lists all that is served, as the controllers read it. */
const AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

interface Discovery {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly versions: readonly {
      readonly freshness?: string;
      readonly resources?: readonly { readonly resource: string }[];
    }[];
  }[];
}

interface Definitions {
  readonly items: readonly {
    readonly spec: { readonly group: string; readonly names: { readonly plural: string } };
  }[];
}

async function listServed(admin: AdminClient): Promise<Set<string>> {
  const { items } = await admin.requestJson<Discovery>("/apis", { accept: AGGREGATED });
  const served = items.flatMap(({ metadata, versions }) =>
    versions
      .filter(({ freshness }) => freshness !== "Stale")
      .flatMap(({ resources = [] }) => resources.map(({ resource }) => `${resource}.${metadata.name}`)),
  );
  return new Set(served);
}

/**
 * Resolves when every custom kind is in the discovery document. A garbage collector that starts before that looks again
 * only after 30 s, and till then collects nothing of the kinds it has not seen.
 */
export async function waitForDiscovery(admin: AdminClient): Promise<void> {
  const path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  const { items } = await admin.requestJson<Definitions>(path);
  const wanted = items.map(({ spec }) => `${spec.names.plural}.${spec.group}`);
  await until(
    "all definitions to be served",
    async () => {
      const served = await listServed(admin);
      const missing = wanted.filter((name) => !served.has(name));
      if (missing.length > 0) throw new Error(`not served: ${missing.join(", ")}`);
      return true;
    },
    { everyMs: 50 },
  );
}
