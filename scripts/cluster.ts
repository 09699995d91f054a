// Starts a real Kubernetes with a real Tekton on this machine, and Countersign on it if asked to; stays until Ctrl-C.
import { parseArgs } from "node:util";
import { parseTektonVersion } from "../test/cluster/control-plane/go-modules.ts";
import { startOwnCluster } from "../test/cluster/open-cluster.ts";
import { Product } from "../test/conformance/product.ts";

const { values } = parseArgs({
  options: {
    tekton: { type: "string", default: "1.15.0" },
    "no-webhook": { type: "boolean", default: false },
    serve: { type: "boolean", default: false },
  },
});

// Not awaited: at its end, this process kills what it started and removes the data folder.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(0));

const started = performance.now();
const cluster = await startOwnCluster({
  tekton: parseTektonVersion(values.tekton),
  webhook: !values["no-webhook"],
  report: (line) => console.error(line),
});
console.error(`ready after ${((performance.now() - started) / 1000).toFixed(1)} s; Ctrl-C stops it`);
console.error(`for a single suite: export COUNTERSIGN_CLUSTER=${cluster.clusterFile}`);
const product = values.serve ? await Product.start({ kubeconfig: cluster.kubeconfig }) : undefined;
if (product !== undefined) {
  process.once("exit", () => product.abandon());
  console.error(`Countersign serves at ${product.url}/?user=YOUR-NAME`);
}
console.log(`export KUBECONFIG=${cluster.kubeconfig}`);
try {
  await cluster.failed;
} finally {
  await cluster.close();
}
