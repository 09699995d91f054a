// Starts a real Kubernetes with a real Tekton on this machine, and Countersign on it if asked to; stays until Ctrl-C.
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { parseTektonVersion } from "../test/cluster/control-plane/go-modules.ts";
import { type OpenCluster, startOwnCluster } from "../test/cluster/open-cluster.ts";
import { Product } from "../test/conformance/product.ts";

/** Rejects when something ends that should run. */
async function stay({ kubeconfig, clusterFile, failed }: OpenCluster, serves: boolean): Promise<never> {
  // In the cluster's folder, so that it goes with that.
  const product = serves ? await Product.start({ kubeconfig, folder: dirname(kubeconfig) }) : undefined;
  console.error(`ready after ${(performance.now() / 1000).toFixed(1)} s; Ctrl-C stops it`);
  console.error(`for a single suite: export COUNTERSIGN_CLUSTER=${clusterFile}`);
  if (product !== undefined) console.error(`Countersign serves at ${product.url}/?user=YOUR-NAME`);
  console.log(`export KUBECONFIG=${kubeconfig}`);
  return await Promise.race([failed, ...(product === undefined ? [] : [product.died])]);
}

async function run(): Promise<never> {
  const { values } = parseArgs({
    options: {
      tekton: { type: "string", default: "1.15.0" },
      "no-webhook": { type: "boolean", default: false },
      serve: { type: "boolean", default: false },
    },
  });
  const cluster = await startOwnCluster({
    tekton: parseTektonVersion(values.tekton),
    webhook: !values["no-webhook"],
    report: (line) => console.error(line),
  });
  try {
    return await stay(cluster, values.serve);
  } finally {
    await cluster.close();
  }
}

// Not awaited: at its end, this process kills what it started and removes the data folder.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(0));

await run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
