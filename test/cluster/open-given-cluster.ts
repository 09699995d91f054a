// The cluster that a kubeconfig names, used as it is: nothing of it is installed or stopped, and all that is made on it is
// removed again.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { writeClusterFile } from "./cluster-control.ts";
import type { OpenCluster } from "./open-cluster.ts";

/** On every namespace of one run. */
export const RUN_LABEL = "countersign-test-run";
const NAMESPACES_GONE_WITHIN = "180s";

/** What the webhook of Tekton must refuse: a run that names no task. The API server alone would take it. */
const REFUSED_RUN = {
  apiVersion: "tekton.dev/v1beta1",
  kind: "CustomRun",
  metadata: { name: "webhook-probe", namespace: "default" },
  spec: {},
};

/** A kubectl for one kubeconfig, whose answers are waited for without letting anything else happen. */
class SyncKubectl {
  readonly program = process.env["KUBECTL"] ?? "kubectl";
  readonly #kubeconfig: string;

  constructor(kubeconfig: string) {
    this.#kubeconfig = kubeconfig;
  }

  /** @returns stdout. Throws with what kubectl says when that fails. */
  run(args: readonly string[], input = ""): string {
    const env = { ...process.env, KUBECONFIG: this.#kubeconfig };
    const { error, status, stdout, stderr } = spawnSync(this.program, args, { env, input, encoding: "utf8" });
    if (error !== undefined) {
      throw new Error(
        `A given cluster is reached with kubectl, and \`${this.program}\` could not be run (${error.message}). ` +
          "Install kubectl, or set KUBECTL to its path.",
        { cause: error },
      );
    }
    if (status === 0) return stdout;
    throw new Error(`KUBECONFIG=${this.#kubeconfig} kubectl ${args.join(" ")}: ${stderr.trim()}`);
  }
}

function requireKind(kubectl: SyncKubectl, kind: string, advice: string): void {
  // Asks about the definition, so that an account that may not list says so in the suites and not here.
  const group = kind.slice(kind.indexOf(".") + 1);
  const served = kubectl.run(["api-resources", "--api-group", group, "-o", "name"]).split("\n");
  if (!served.includes(kind)) throw new Error(`The given cluster serves no ${kind}: ${advice}.`);
}

/** Whether what is written goes through Tekton's webhook. */
function hasWebhook(kubectl: SyncKubectl): boolean {
  try {
    kubectl.run(["create", "--dry-run=server", "-f", "-"], JSON.stringify(REFUSED_RUN));
    return false;
  } catch (error) {
    if (error instanceof Error && error.message.includes("denied the request")) return true;
    throw error;
  }
}

/** As its release says it; `unknown` where that cannot be read. */
function readTektonVersion(kubectl: SyncKubectl): string {
  const args = ["get", "configmaps", "-A", "--field-selector", "metadata.name=pipelines-info"];
  const text = kubectl.run([...args, "-o", "jsonpath={.items[*].data.version}"]);
  return /^v(?<version>\d\S*)$/u.exec(text)?.groups?.["version"] ?? "unknown";
}

/** Opens the cluster of `KUBECONFIG`. Rejects with what is missing: a file, `kubectl`, Tekton, our definition. */
export async function openGivenCluster(given: string): Promise<OpenCluster> {
  if (!given.split(delimiter).some((file) => existsSync(file))) {
    throw new Error(`KUBECONFIG names no file that is there: ${given}`);
  }
  const folder = mkdtempSync(join(tmpdir(), "countersign-given-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const kubeconfig = join(folder, "kubeconfig");
  // One context and no references to other files, so that it can be copied and changed.
  const view = ["config", "view", "--minify", "--flatten", "--raw"];
  writeFileSync(kubeconfig, new SyncKubectl(given).run(view), { mode: 0o600 });
  const kubectl = new SyncKubectl(kubeconfig);
  requireKind(kubectl, "customruns.tekton.dev", "install Tekton Pipelines 0.44 or later on it first");
  requireKind(kubectl, "approvaltasks.tekton.automatiko.io", "apply deploy/crds to it first");
  const run = randomBytes(4).toString("hex");
  const clusterFile = join(folder, "cluster.json");
  const name = `the cluster of ${given}`;
  const tekton = readTektonVersion(kubectl);
  const labels = { [RUN_LABEL]: run };
  const { program: kubectlProgram } = kubectl;
  writeClusterFile(clusterFile, {
    name,
    kubeconfig,
    kubectlProgram,
    tekton,
    webhook: hasWebhook(kubectl),
    labels,
  });

  const remove = ["delete", "namespaces", "-l", `${RUN_LABEL}=${run}`];
  const removeAtOnce = (): void => {
    try {
      kubectl.run([...remove, "--wait=false"]);
    } catch (error) {
      console.error(`What was made on ${name} is still there: ${String(error)}`);
    }
  };
  process.prependOnceListener("exit", removeAtOnce);
  return {
    name,
    kubeconfig,
    clusterFile,
    failed: Promise.withResolvers<never>().promise,
    close: async () => {
      process.off("exit", removeAtOnce);
      kubectl.run([...remove, `--timeout=${NAMESPACES_GONE_WITHIN}`]);
    },
  };
}
