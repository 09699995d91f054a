// Starts a real Kubernetes with a real Tekton on this machine and stays until Ctrl-C.
import { parseArgs } from "node:util";
import { ControlPlane } from "../test/cluster/control-plane/control-plane.ts";
import { parseTektonVersion } from "../test/cluster/control-plane/go-modules.ts";

const { values } = parseArgs({
  options: {
    tekton: { type: "string", default: "1.15.0" },
    "no-webhook": { type: "boolean", default: false },
  },
});

// Not awaited: at its end, this process kills what it started and removes the data folder.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(0));

const started = performance.now();
const plane = await ControlPlane.start({
  tekton: parseTektonVersion(values.tekton),
  webhook: !values["no-webhook"],
  report: (line) => console.error(line),
});
console.error(`ready after ${((performance.now() - started) / 1000).toFixed(1)} s; Ctrl-C stops it`);
console.log(`export KUBECONFIG=${plane.kubeconfig}`);

try {
  await plane.died;
} finally {
  await plane.stop();
}
