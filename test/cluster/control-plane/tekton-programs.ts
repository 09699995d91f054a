// How Tekton's webhook and controller are started as plain processes, and how each is known to be ready.
import { join } from "node:path";
import { request } from "undici";
import type { AdminClient } from "./admin-client.ts";
import { CONTROLLER_ACCOUNT, TEKTON_NAMESPACE, WEBHOOK_SERVICE } from "./install-tekton.ts";
import type { Layout } from "./layout.ts";
import type { ProcessGroup, ProcessSpec } from "./process-group.ts";
import { until } from "../../kit/until.ts";

const START_WITHIN_MS = 90_000;
const TOKEN_LIFETIME_S = 24 * 60 * 60;

interface KnativePorts {
  readonly probes: number;
  readonly metrics: number;
  readonly profiling: number;
}

/** What a deployment of Tekton sets for each of its programs. */
function environment(role: "controller" | "webhook", ports: KnativePorts): Record<string, string> {
  return {
    SYSTEM_NAMESPACE: TEKTON_NAMESPACE,
    KUBERNETES_MIN_VERSION: "v1.28.0",
    CONFIG_DEFAULTS_NAME: "config-defaults",
    CONFIG_LOGGING_NAME: "config-logging",
    CONFIG_OBSERVABILITY_NAME: "config-observability",
    CONFIG_FEATURE_FLAGS_NAME: "feature-flags",
    CONFIG_LEADERELECTION_NAME: `config-leader-election-${role}`,
    CONFIG_SPIRE: "config-spire",
    METRICS_DOMAIN: "tekton.dev/pipeline",
    PROBES_PORT: String(ports.probes),
    METRICS_PROMETHEUS_PORT: String(ports.metrics),
    METRICS_PROMETHEUS_HOST: "127.0.0.1",
    PROFILING_PORT: String(ports.profiling),
  };
}

export function tektonWebhookSpec({ kubeconfig, ports, programs, logFile }: Layout): ProcessSpec {
  const knativePorts = {
    probes: ports.webhookProbes,
    metrics: ports.webhookMetrics,
    profiling: ports.webhookProfiling,
  };
  return {
    name: "tekton-webhook",
    command: join(programs.tekton, "webhook"),
    args: ["-kubeconfig", kubeconfig, "-disable-ha"],
    logFile: logFile("tekton-webhook"),
    env: {
      ...environment("webhook", knativePorts),
      KUBECONFIG: kubeconfig,
      WEBHOOK_PORT: String(ports.webhook),
      WEBHOOK_SERVICE_NAME: WEBHOOK_SERVICE,
      WEBHOOK_SECRET_NAME: "webhook-certs",
      WEBHOOK_ADMISSION_CONTROLLER_NAME: "webhook.pipeline.tekton.dev",
    },
  };
}

/** A token of the account that the controller has in a release; policies go by it. Longer than any run of ours. */
export async function requestControllerToken(admin: AdminClient): Promise<string> {
  const account = `/api/v1/namespaces/${TEKTON_NAMESPACE}/serviceaccounts/${CONTROLLER_ACCOUNT}`;
  const { status } = await admin.requestJson<{ readonly status: { readonly token: string } }>(
    `${account}/token`,
    {
      method: "POST",
      body: {
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenRequest",
        spec: { expirationSeconds: TOKEN_LIFETIME_S },
      },
    },
  );
  return status.token;
}

export function tektonControllerSpec({ tektonKubeconfig, ports, programs, logFile }: Layout): ProcessSpec {
  const knativePorts = {
    probes: ports.controllerProbes,
    metrics: ports.controllerMetrics,
    profiling: ports.controllerProfiling,
  };
  // No image is ever pulled, but the controller refuses to start without names for all six.
  const images = [
    "entrypoint-image",
    "nop-image",
    "sidecarlogresults-image",
    "workingdirinit-image",
    "shell-image",
    "shell-image-win",
  ];
  return {
    name: "tekton-controller",
    command: join(programs.tekton, "controller"),
    args: [
      "-kubeconfig",
      tektonKubeconfig,
      "-disable-ha",
      ...images.flatMap((image) => [`-${image}`, `example.test/${image}`]),
    ],
    logFile: logFile("tekton-controller"),
    env: environment("controller", knativePorts),
  };
}

/** A run that the webhook must refuse: it names no task. The API server alone would take it. */
const REFUSED_RUN = {
  apiVersion: "tekton.dev/v1beta1",
  kind: "CustomRun",
  metadata: { name: "webhook-probe", namespace: "default" },
  spec: {},
};

/** Resolves when the API server reaches the webhook and is answered by it. */
export async function waitForTektonWebhook(admin: AdminClient, webhook: ProcessGroup): Promise<void> {
  await until(
    "Tekton's webhook to answer",
    async () => {
      const path = "/apis/tekton.dev/v1beta1/namespaces/default/customruns?dryRun=All";
      const { status, text } = await admin.request(path, { method: "POST", body: REFUSED_RUN });
      if (status === 400 && text.includes("denied the request")) return true;
      throw new Error(`the probe was answered ${status}: ${text}`);
    },
    { withinMs: START_WITHIN_MS, unless: webhook.died },
  );
}

/** Resolves when the controller's readiness probe says so. */
export async function waitForTektonController(layout: Layout, controller: ProcessGroup): Promise<void> {
  const url = `http://127.0.0.1:${layout.ports.controllerProbes}/readiness`;
  await until(
    "Tekton's controller to be ready",
    async () => {
      const { statusCode, body } = await request(url);
      await body.dump();
      return statusCode === 200;
    },
    { withinMs: START_WITHIN_MS, unless: controller.died },
  );
}
