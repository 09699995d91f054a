// Provides a control plane of our own for a run of suites.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { HttpKubeApi } from "../../src/kube/http-kube-api.ts";
import { readKubeconfig } from "../../src/kube/kubeconfig.ts";
import { type ClusterActions, serveControl, writeClusterFile } from "./cluster-control.ts";
import type { AdminClient, Manifest } from "./control-plane/admin-client.ts";
import type { Report } from "./control-plane/build-binaries.ts";
import { ControlPlane } from "./control-plane/control-plane.ts";
import type { TektonVersion } from "./control-plane/go-modules.ts";
import { FakeKubelet } from "./kubelet/fake-kubelet.ts";

export const CRD_FILE = join(import.meta.dirname, "../../deploy/crds/approvaltasks.yaml");

export interface OpenCluster {
  readonly name: string;
  readonly kubeconfig: string;
  /** For `COUNTERSIGN_CLUSTER`. */
  readonly clusterFile: string;
  /** Rejects when something that the suites need ends; never resolves. */
  readonly failed: Promise<never>;
  readonly saveLogs?: (folder: string) => void;
  readonly close: () => Promise<void>;
}

/** The definition that the product brings, as it would be applied to any cluster. */
async function installApprovalTasks(admin: AdminClient): Promise<void> {
  for (const document of parseAllDocuments(readFileSync(CRD_FILE, "utf8"))) {
    await admin.apply(document.toJS() as Manifest);
  }
}

function actionsOn(plane: ControlPlane): ClusterActions {
  return {
    restartApiServer: (options) => plane.restartApiServer(options),
    pauseEtcd: ({ ms }) => plane.pauseEtcd(ms),
    compactEtcd: () => plane.compactEtcd(),
    stopTektonWebhook: () => plane.stopTektonWebhook(),
    startTektonWebhook: () => plane.startTektonWebhook(),
    stopTektonController: () => plane.stopTektonController(),
    startTektonController: () => plane.startTektonController(),
  };
}

export interface OwnClusterOptions {
  readonly tekton: TektonVersion;
  readonly webhook: boolean;
  readonly report: Report;
}

/** Starts a control plane with a fake kubelet, and everything of it stops with `close`. */
export async function startOwnCluster({ tekton, webhook, report }: OwnClusterOptions): Promise<OpenCluster> {
  const plane = await ControlPlane.start({ tekton, webhook, report, install: installApprovalTasks });
  const kube = new HttpKubeApi(await readKubeconfig(plane.kubeconfig, { env: {} }));
  const kubelet = new FakeKubelet({
    kube,
    admin: plane.admin,
    folder: join(plane.folder, "kubelet"),
    identity: plane.identity,
    report,
  });
  await kubelet.start();
  const control = await serveControl(actionsOn(plane));
  const name = `Tekton ${tekton} ${webhook ? "with" : "without"} webhook`;
  const clusterFile = join(plane.folder, "cluster.json");
  writeClusterFile(clusterFile, {
    name,
    kubeconfig: plane.kubeconfig,
    kubectlProgram: join(plane.kubeFolder, "kubectl"),
    tekton,
    webhook,
    control: control.address,
  });
  return {
    name,
    kubeconfig: plane.kubeconfig,
    clusterFile,
    failed: plane.died,
    saveLogs: (folder) => plane.saveLogs(folder),
    close: async () => {
      control.close();
      await kubelet.stop();
      kube.close();
      await plane.stop();
    },
  };
}
