// The embedded Kubernetes with the small Tekton, in this process, as a cluster that the same suites run on.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";
import { TEKTON_CRDS } from "../../sandbox/tekton/crds/tekton-crds.ts";
import { SmallTekton } from "../../sandbox/tekton/small-tekton.ts";
import { admitTekton } from "../../sandbox/tekton/webhook/tekton-webhook.ts";
import { EmbeddedKube } from "../../sandbox/kube/embedded-kube.ts";
import type { FaultPlan } from "../../sandbox/kube/faults.ts";
import { HttpKubeApi } from "../../src/kube/http-kube-api.ts";
import { readKubeconfig } from "../../src/kube/kubeconfig.ts";
import type { Clock } from "../../src/std/clock.ts";
import { silentLogger } from "../../src/std/logger.ts";
import type { Timers } from "../../src/std/timers.ts";
import {
  type ClusterActions,
  type RefusedWrites,
  serveControl,
  writeClusterFile,
} from "./cluster-control.ts";
import { SUITE_PEOPLE } from "../kit/suite-people.ts";
import { findFreePorts } from "./control-plane/free-ports.ts";
import { CRD_FILE, type OpenCluster } from "./open-cluster.ts";

const READS = new Set(["get", "list", "watch"]);

/** What an API server answers when it cannot reach Tekton's webhook. */
const WEBHOOK_IS_DOWN: FaultPlan = ({ group, verb }) =>
  group === "tekton.dev" && !READS.has(verb)
    ? {
        refuse: {
          code: 500,
          reason: "InternalError",
          message: 'failed calling webhook "webhook.pipeline.tekton.dev"',
        },
      }
    : undefined;

/** The same faults as on a real control plane, as far as one process has them. */
function actionsOn(kube: EmbeddedKube, startTekton: () => Promise<SmallTekton>): ClusterActions {
  let tekton: Promise<SmallTekton> | undefined = startTekton();
  const refused: RefusedWrites[] = [];
  return {
    restartApiServer: async ({ downMs }) => {
      await kube.stop();
      await sleep(downMs);
      await kube.start();
    },
    pauseEtcd: async ({ ms }) => {
      const end = performance.now() + ms;
      kube.setFaults(() => ({ delayMs: Math.max(0, end - performance.now()) }));
      await sleep(ms);
      kube.setFaults(undefined);
    },
    compactEtcd: async () => {
      kube.compactHistory();
      kube.closeWatches("cut");
    },
    stopTektonWebhook: async () => kube.setFaults(WEBHOOK_IS_DOWN),
    startTektonWebhook: async () => kube.setFaults(undefined),
    stopTektonController: async () => {
      await (await tekton)?.stop();
      tekton = undefined;
    },
    startTektonController: async () => {
      tekton ??= startTekton();
      await tekton;
    },
    refuseWrites: async (more) => {
      // Scenarios beside one another each have theirs.
      refused.push(more);
      kube.setFaults((request) => {
        const wanted = [request.resource, request.subresource].filter((part) => part).join("/");
        const found = refused.find(
          ({ namespace, resource, verb }) =>
            request.namespace === namespace && wanted === resource && request.verb === verb,
        );
        return found && { refuse: { code: 403, reason: "Forbidden", message: found.message } };
      });
    },
    readStepOutput: async ({ namespace, taskRun, step }) => {
      const output = (await tekton)?.outputs.get(namespace, taskRun, step);
      if (output === undefined)
        throw new Error(`No step ${step} of TaskRun ${namespace}/${taskRun} has run here.`);
      return output.text;
    },
  };
}

/** Starts both on a port of their own, going by `time` if there is one; `close` stops them. */
export async function startEmbeddedCluster(time?: Clock & Timers): Promise<OpenCluster> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-embedded-"));
  const [port = 0] = await findFreePorts(1);
  const kube = new EmbeddedKube({
    port,
    crds: [...TEKTON_CRDS, parse(readFileSync(CRD_FILE, "utf8"))],
    admission: [admitTekton],
    users: SUITE_PEOPLE,
    ...(time && { clock: time }),
  });
  await kube.start();
  const kubeconfig = join(folder, "kubeconfig");
  writeFileSync(kubeconfig, kube.kubeconfig(), { mode: 0o600 });
  const api = new HttpKubeApi(await readKubeconfig(kubeconfig, { env: {} }));
  const startTekton = async (): Promise<SmallTekton> => {
    const tekton = new SmallTekton({
      api,
      logger: silentLogger,
      workDir: folder,
      ...(time && { clock: time, timers: time }),
    });
    await tekton.start();
    return tekton;
  };
  const actions = actionsOn(kube, startTekton);
  await actions.startTektonController({});
  const control = await serveControl(actions);
  const name = "embedded Kubernetes, small Tekton";
  const clusterFile = join(folder, "cluster.json");
  writeClusterFile(clusterFile, {
    name,
    kubeconfig,
    kubectlProgram: process.env["KUBECTL"] ?? "kubectl",
    tekton: "small",
    webhook: true,
    control: control.address,
  });
  return {
    name,
    kubeconfig,
    clusterFile,
    failed: Promise.withResolvers<never>().promise,
    close: async () => {
      control.close();
      await actions.stopTektonController({});
      api.close();
      await kube.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
