import { ExecCredential, type ExecPlugin } from "./exec-credential.ts";
import { FileCredential } from "./file-credential.ts";
import { type CredentialSource, fixedCredential } from "./kube-connection.ts";
import type { KubeconfigSection } from "./kubeconfig-section.ts";

interface UserContext {
  readonly cluster: KubeconfigSection;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The credential of a kubeconfig's user. A `…-data` field wins over the file of that name, and a token's file over the
 * token, as in Kubernetes' own clients.
 */
export function readUser(user: KubeconfigSection, context: UserContext): CredentialSource {
  refuseUnsupported(user);
  if (user.has("exec")) return new ExecCredential(readExec(user.section("exec"), context));
  const cert = readCertificatePart(user, "client-certificate");
  const key = readCertificatePart(user, "client-key");
  if ((cert === undefined) !== (key === undefined)) {
    throw user.problem(
      cert === undefined ? "client-key" : "client-certificate",
      "is useless alone: client-certificate and client-key go together",
    );
  }
  const tokenFile = user.path("tokenFile");
  const token = tokenFile === undefined ? user.text("token") : undefined;
  const fixed = {
    ...(token === undefined ? {} : { token }),
    ...(cert?.text === undefined ? {} : { clientCert: cert.text }),
    ...(key?.text === undefined ? {} : { clientKey: key.text }),
  };
  const files = {
    ...(tokenFile === undefined ? {} : { token: tokenFile }),
    ...(cert?.file === undefined ? {} : { clientCert: cert.file }),
    ...(key?.file === undefined ? {} : { clientKey: key.file }),
  };
  return Object.keys(files).length === 0 ? fixedCredential(fixed) : new FileCredential({ ...files, fixed });
}

function refuseUnsupported(user: KubeconfigSection): void {
  for (const field of ["username", "password"]) {
    user.refuse(field, "basic authentication is not supported; Kubernetes removed it in 1.19");
  }
  user.refuse("auth-provider", "Kubernetes' own clients removed it in 1.26; use exec");
  for (const field of ["as", "as-uid", "as-groups", "as-user-extra"]) {
    user.refuse(field, "impersonation is not supported");
  }
}

function readCertificatePart(
  user: KubeconfigSection,
  field: string,
): { readonly text?: string; readonly file?: string } | undefined {
  const text = user.pem(`${field}-data`);
  if (text !== undefined) return { text };
  const file = user.path(field);
  return file === undefined ? undefined : { file };
}

const EXEC_VERSIONS = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];

function readExec(exec: KubeconfigSection, { cluster, env }: UserContext): ExecPlugin {
  const apiVersion = exec.required("apiVersion");
  if (!EXEC_VERSIONS.includes(apiVersion)) {
    throw exec.problem(
      "apiVersion",
      `"${apiVersion}" is not supported; supported: ${EXEC_VERSIONS.join(", ")}`,
    );
  }
  const command = exec.required("command");
  const added = exec
    .sections("env")
    .map((entry) => [entry.required("name"), entry.text("value") ?? ""] as const);
  return {
    apiVersion,
    // A path is relative to the kubeconfig; a bare name is looked for in PATH.
    command: /[/\\]/u.test(command) ? (exec.path("command") ?? command) : command,
    args: exec.texts("args"),
    env: { ...env, ...Object.fromEntries(added) },
    ...(exec.flag("provideClusterInfo") ? { cluster: clusterInfoOf(cluster) } : {}),
  };
}

function clusterInfoOf(cluster: KubeconfigSection): Readonly<Record<string, unknown>> {
  return {
    server: cluster.required("server"),
    "certificate-authority-data": cluster.text("certificate-authority-data"),
    "tls-server-name": cluster.text("tls-server-name"),
    "insecure-skip-tls-verify": cluster.flag("insecure-skip-tls-verify"),
  };
}
