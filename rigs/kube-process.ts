import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

const MAIN = join(import.meta.dirname, "../sandbox/main.ts");

export interface KubeProcess {
  /** Path of its kubeconfig. */
  readonly kubeconfig: string;
  readonly stop: () => void;
}

/** The embedded cluster as a process of its own; it writes its kubeconfig to `path`. */
export async function startKubeProcess(path: string): Promise<KubeProcess> {
  const args = ["--kube-only", "--kube-port", "0", "--json", "--kubeconfig", path];
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "pipe", "ignore"] });
  for await (const line of createInterface({ input: child.stdout })) {
    const { kubeconfig } = JSON.parse(line) as { kubeconfig: string };
    return { kubeconfig, stop: () => void child.kill("SIGTERM") };
  }
  throw new Error("the embedded cluster did not start");
}
