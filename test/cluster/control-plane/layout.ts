// Where the parts of one control plane are: folders, ports, programs.
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePorts } from "./free-ports.ts";

const PORTS = [
  "etcd",
  "etcdPeer",
  "apiServer",
  "webhook",
  "webhookProbes",
  "webhookMetrics",
  "webhookProfiling",
  "controllerProbes",
  "controllerMetrics",
  "controllerProfiling",
] as const;
export type Ports = Readonly<Record<(typeof PORTS)[number], number>>;

export interface Programs {
  readonly etcd: string;
  readonly kube: string;
  readonly tekton: string;
}

export interface Layout {
  /** Removed when the control plane stops. */
  readonly folder: string;
  readonly kubeconfig: string;
  /** Of Tekton's controller. */
  readonly tektonKubeconfig: string;
  readonly ports: Ports;
  /** Folders with the built programs. */
  readonly programs: Programs;
  readonly logFile: (name: string) => string;
}

/** Makes the data folder and chooses the ports. */
export async function prepareLayout(programs: Programs): Promise<Layout> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-cluster-"));
  mkdirSync(join(folder, "logs"));
  const free = await findFreePorts(PORTS.length);
  const ports = Object.fromEntries(PORTS.map((name, index) => [name, free[index]])) as unknown as Ports;
  return {
    folder,
    kubeconfig: join(folder, "kubeconfig"),
    tektonKubeconfig: join(folder, "tekton-kubeconfig"),
    ports,
    programs,
    logFile: (name) => join(folder, "logs", `${name}.log`),
  };
}
