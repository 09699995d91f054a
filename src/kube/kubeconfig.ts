import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parse } from "yaml";
import { type KubeConnection, fixedCredential } from "./kube-connection.ts";
import { KubeconfigError, KubeconfigSection as Section } from "./kubeconfig-section.ts";
import { readUser } from "./kubeconfig-user.ts";

export interface KubeconfigOptions {
  /** Another context than the file's `current-context`. */
  readonly context?: string;
  /** What `exec` plug-ins run with, beside what the kubeconfig adds. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * How to reach the cluster that a kubeconfig's context names (Kubernetes documentation, "kubeconfig (v1)"). Relative
 * paths are relative to the file. Rejects with `KubeconfigError`, naming file and field, when the file cannot be read,
 * contradicts itself, or asks for something that is not supported: to ignore that could reach another server, or act
 * as somebody else.
 */
export async function readKubeconfig(path: string, options: KubeconfigOptions): Promise<KubeConnection> {
  const root = await parseFile(resolve(path));
  const contextName = options.context ?? root.text("current-context");
  if (contextName === undefined)
    throw root.problem("current-context", "is missing: say which context to use");
  const context = findNamed(root, "context", contextName);
  const cluster = findNamed(root, "cluster", context.required("cluster"));
  const user = context.has("user") ? findNamed(root, "user", context.required("user")) : undefined;
  const namespace = context.text("namespace");
  return {
    ...(await readCluster(cluster)),
    ...(namespace === undefined ? {} : { namespace }),
    credential: user === undefined ? fixedCredential({}) : readUser(user, { cluster, env: options.env }),
  };
}

async function parseFile(file: string): Promise<Section> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new KubeconfigError(`kubeconfig ${file} cannot be read (${error.code})`);
  });
  let values: unknown;
  try {
    values = parse(text);
  } catch {
    // Without the parser's own message: it quotes the line, which may hold a token.
    throw new KubeconfigError(`kubeconfig ${file} is not YAML`);
  }
  return new Section(values, { file, path: "" });
}

/** The map of that name in a list of `{name, <kind>: {…}}`. */
function findNamed(root: Section, kind: "context" | "cluster" | "user", name: string): Section {
  const entries = root.sections(`${kind}s`);
  const found = entries.find((entry) => entry.required("name") === name);
  if (found !== undefined) return found.section(kind);
  const names = entries.map((entry) => entry.required("name")).join(", ");
  throw root.problem(`${kind}s`, `has no "${name}"; it has ${names === "" ? "none" : names}`);
}

async function readCluster(cluster: Section): Promise<Omit<KubeConnection, "credential">> {
  cluster.refuse("proxy-url", "a proxy is not supported");
  const server = cluster.required("server");
  if (!/^https?:$/u.test(URL.parse(server)?.protocol ?? "")) {
    throw cluster.problem("server", `must be an http or https address, not "${server}"`);
  }
  const ca = cluster.pem("certificate-authority-data") ?? (await readAuthority(cluster));
  const serverName = cluster.text("tls-server-name");
  return {
    server,
    ...(ca === undefined ? {} : { ca }),
    ...(serverName === undefined ? {} : { serverName }),
    ...(cluster.flag("insecure-skip-tls-verify") ? { insecureSkipTlsVerify: true } : {}),
  };
}

async function readAuthority(cluster: Section): Promise<string | undefined> {
  const path = cluster.path("certificate-authority");
  if (path === undefined) return undefined;
  return await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw cluster.problem("certificate-authority", `names ${path}, which cannot be read (${error.code})`);
  });
}
