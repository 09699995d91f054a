// How etcd, kube-apiserver and kube-controller-manager are started, and how each is known to be ready.
import { join } from "node:path";
import type { AdminClient } from "./admin-client.ts";
import type { Credentials } from "./credentials.ts";
import type { Layout } from "./layout.ts";
import type { ProcessGroup, ProcessSpec } from "./process-group.ts";
import { until } from "../../kit/until.ts";

/** Turns `{ "etcd-servers": "…" }` into `["--etcd-servers=…"]`. */
function flags(values: Readonly<Record<string, string | number | boolean>>): string[] {
  return Object.entries(values).map(([name, value]) => `--${name}=${value}`);
}

export function etcdSpec({ folder, ports, programs, logFile }: Layout): ProcessSpec {
  const client = `http://127.0.0.1:${ports.etcd}`;
  const peer = `http://127.0.0.1:${ports.etcdPeer}`;
  return {
    name: "etcd",
    command: join(programs.etcd, "server"),
    logFile: logFile("etcd"),
    args: flags({
      name: "default",
      "data-dir": join(folder, "etcd"),
      "listen-client-urls": client,
      "advertise-client-urls": client,
      "listen-peer-urls": peer,
      "initial-advertise-peer-urls": peer,
      "initial-cluster": `default=${peer}`,
      // The data is thrown away with the folder, so waiting for the disk buys nothing.
      "unsafe-no-fsync": true,
      "log-level": "warn",
    }),
  };
}

export function apiServerSpec(layout: Layout, { files }: Credentials): ProcessSpec {
  const { folder, ports, programs, logFile } = layout;
  return {
    name: "kube-apiserver",
    command: join(programs.kube, "kube-apiserver"),
    logFile: logFile("kube-apiserver"),
    args: flags({
      "etcd-servers": `http://127.0.0.1:${ports.etcd}`,
      "bind-address": "127.0.0.1",
      "advertise-address": "127.0.0.1",
      "secure-port": ports.apiServer,
      "cert-dir": join(folder, "api-server"),
      "tls-cert-file": files.certificate,
      "tls-private-key-file": files.certificateKey,
      "service-cluster-ip-range": "10.0.0.0/24",
      "service-account-issuer": "https://kubernetes.default.svc",
      "service-account-key-file": files.serviceAccountPublicKey,
      "service-account-signing-key-file": files.serviceAccountKey,
      "token-auth-file": files.tokens,
      "authorization-mode": "RBAC",
      "disable-admission-plugins": "ServiceAccount",
      "allow-privileged": true,
      "endpoint-reconciler-type": "none",
      // The node serves logs with the same certificate, and gives them to whoever has it.
      "kubelet-certificate-authority": files.certificate,
      "kubelet-client-certificate": files.certificate,
      "kubelet-client-key": files.certificateKey,
      "kubelet-preferred-address-types": "InternalIP",
      "anonymous-auth": false,
    }),
  };
}

export function controllerManagerSpec(layout: Layout, { files }: Credentials): ProcessSpec {
  const { kubeconfig, programs, logFile } = layout;
  const controllers = [
    "garbage-collector-controller",
    "namespace-controller",
    "serviceaccount-controller",
    "clusterrole-aggregation-controller",
  ];
  return {
    name: "kube-controller-manager",
    command: join(programs.kube, "kube-controller-manager"),
    logFile: logFile("kube-controller-manager"),
    args: flags({
      kubeconfig,
      controllers: controllers.join(","),
      "use-service-account-credentials": false,
      "service-account-private-key-file": files.serviceAccountKey,
      "leader-elect": false,
      "secure-port": 0,
    }),
  };
}

/** Resolves when the API server that holds our key says that it is ready, to our token. */
export async function waitForApiServer(admin: AdminClient, server: ProcessGroup): Promise<void> {
  await until("kube-apiserver to be ready", async () => (await admin.request("/readyz")).status === 200, {
    unless: server.died,
  });
  // A stopped one keeps its port and answers for a while; only a served token file proves that it is ours and new.
  await admin.requestJson("/api/v1/namespaces/default");
}

/** Resolves when the controller manager serves a namespace: its `default` service account is there. */
export async function waitForControllerManager(admin: AdminClient, manager: ProcessGroup): Promise<void> {
  await until(
    "kube-controller-manager to make the default service account",
    async () => {
      const { status } = await admin.request("/api/v1/namespaces/default/serviceaccounts/default");
      return status === 200;
    },
    { unless: manager.died },
  );
}
