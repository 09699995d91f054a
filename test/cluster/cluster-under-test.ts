// The cluster that a suite runs on: the file that COUNTERSIGN_CLUSTER names says how to reach it.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { after } from "node:test";
import { TASK_RUNS } from "../../sandbox/tekton/objects/resources.ts";
import type { TaskRun } from "../../sandbox/tekton/objects/task-run.ts";
import { HttpKubeApi } from "../../src/kube/http-kube-api.ts";
import type { KubeApi, Resource } from "../../src/kube/kube-api.ts";
import { isAlreadyExists, isConflict, isNotFound } from "../../src/kube/kube-error.ts";
import { readKubeconfig } from "../../src/kube/kubeconfig.ts";
import { type ProgramResult, runProgram } from "../kubectl/run-program.ts";
import { callControl, type ClusterActions, type ClusterFile, type StepName } from "./cluster-control.ts";

export const NAMESPACES: Resource = {
  group: "",
  version: "v1",
  plural: "namespaces",
  kind: "Namespace",
  namespaced: false,
};

const SERVICE_ACCOUNTS: Resource = {
  group: "",
  version: "v1",
  plural: "serviceaccounts",
  kind: "ServiceAccount",
  namespaced: true,
};

export interface ClusterUnderTest extends Pick<
  ClusterFile,
  "name" | "kubeconfig" | "tekton" | "webhook" | "labels"
> {
  readonly kube: KubeApi;
  /** Absent when the cluster is somebody else's: nothing of it may then be stopped. */
  readonly control?: ClusterActions;
  /** Runs the kubectl that belongs to the cluster. `input` goes to its stdin. */
  kubectl(args: readonly string[], input?: string): Promise<ProgramResult>;
  /** What a step printed; the step must have ended. */
  readStepOutput(step: StepName): Promise<string>;
}

function findClusterFile(): string {
  const file = process.env["COUNTERSIGN_CLUSTER"] ?? "";
  if (file === "") {
    throw new Error(
      "No cluster to run on. `npm run test:cluster -- --suite NAME` starts one; " +
        "or let `npm run cluster` run and set COUNTERSIGN_CLUSTER as it says.",
    );
  }
  return file;
}

/** Ends this process, and what dies with it, when the runner that started it is gone: it could not tell us. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.exit(1), 500).unref();
}

/** Opens the cluster for one test file. What it opened is closed when the file's tests are over. */
export async function openCluster(): Promise<ClusterUnderTest> {
  const cluster = await connectCluster(findClusterFile());
  endWithParent();
  after(() => cluster.close());
  return cluster;
}

/** Connects to the cluster that the file tells of. */
export async function connectCluster(clusterFile: string): Promise<ClusterUnderTest & { close(): void }> {
  const content = JSON.parse(readFileSync(clusterFile, "utf8")) as ClusterFile;
  const { kubectlProgram, control: address, ...file } = content;
  const kube = new HttpKubeApi(await readKubeconfig(file.kubeconfig, { env: process.env }));
  const kubectl = (args: readonly string[], input = ""): Promise<ProgramResult> =>
    runProgram(kubectlProgram, ["--kubeconfig", file.kubeconfig, ...args], { input });
  const control = address === undefined ? undefined : callControl(address);
  const readStepOutput =
    (file.tekton === "small" ? control?.readStepOutput : undefined) ??
    ((step) => readLog(kube, kubectl, step));
  return { ...file, kube, kubectl, ...(control && { control }), readStepOutput, close: () => kube.close() };
}

/** From the step's container. */
async function readLog(
  kube: KubeApi,
  kubectl: ClusterUnderTest["kubectl"],
  { namespace, taskRun, step }: StepName,
): Promise<string> {
  const { status } = await kube.get<TaskRun>(TASK_RUNS, { namespace, name: taskRun });
  const pod = status?.podName ?? "";
  const { code, stdout, stderr } = await kubectl(["logs", "-n", namespace, pod, "-c", `step-${step}`]);
  if (code !== 0) throw new Error(`kubectl logs of ${namespace}/${taskRun} failed: ${stderr}`);
  return stdout;
}

/**
 * Makes a namespace under a name of its own. On a real cluster it is of use once its default account is there: a TaskRun that
 * comes before it fails for good. It is made here, since a busy controller manager may take a minute.
 */
export async function createNamespace({ kube, tekton, labels = {} }: ClusterUnderTest): Promise<string> {
  const name = `cs-${randomBytes(4).toString("hex")}`;
  await kube.create(NAMESPACES, { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });
  if (tekton !== "small") {
    const account = {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { namespace: name, name: "default" },
    };
    await kube.create(SERVICE_ACCOUNTS, account).catch((error: unknown) => {
      if (!isAlreadyExists(error)) throw error;
    });
  }
  return name;
}

/** Removes it with all that is in it; does not wait until it is gone. */
export async function removeNamespace({ kube }: ClusterUnderTest, name: string): Promise<void> {
  await kube.delete(NAMESPACES, { name }, { propagationPolicy: "Background" }).catch((error: unknown) => {
    // The test removed it itself.
    if (!isNotFound(error) && !isConflict(error)) throw error;
  });
}

/** Makes a namespace for one test, and removes it when the test is over. */
export async function makeNamespace(
  cluster: ClusterUnderTest,
  test: { after(fn: () => Promise<void>): void },
): Promise<string> {
  const name = await createNamespace(cluster);
  test.after(() => removeNamespace(cluster, name));
  return name;
}
