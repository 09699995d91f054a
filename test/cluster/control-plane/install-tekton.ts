// Installs Tekton's definitions and configuration, from the `config/` folder of the pinned version's source.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { AdminClient, Manifest } from "./admin-client.ts";
import type { TektonVersion } from "./go-modules.ts";
import type { Layout } from "./layout.ts";

export const TEKTON_NAMESPACE = "tekton-pipelines";
export const WEBHOOK_SERVICE = "tekton-pipelines-webhook";
/** Whom the controller acts as, in `TEKTON_NAMESPACE`, with the rights of a release. */
export const CONTROLLER_ACCOUNT = "tekton-pipelines-controller";

export interface TektonOptions {
  readonly tekton: TektonVersion;
  readonly webhook: boolean;
}

/** A service as a webhook's client configuration names it. */
interface ServiceReference {
  name: string;
  port?: number;
}

function readManifests(file: string): Manifest[] {
  return parseAllDocuments(readFileSync(file, "utf8"))
    .map((document) => document.toJS() as Manifest | null)
    .filter((manifest) => manifest !== null);
}

function isServiceReference(key: string, value: unknown): value is ServiceReference {
  return key === "service" && (value as ServiceReference).name === WEBHOOK_SERVICE;
}

/** Adds the port to each reference to the webhook's service, at any depth. */
function pointAtWebhook(manifest: Manifest, port: number): Manifest {
  return JSON.parse(
    JSON.stringify(manifest, (key, value: unknown) =>
      isServiceReference(key, value) ? { ...value, port } : value,
    ),
  ) as Manifest;
}

/** Stored versions are then only relabelled when another version is asked for, as without a webhook it must be. */
function withoutConversion(manifest: Manifest): Manifest {
  return { ...manifest, spec: { ...(manifest["spec"] as object), conversion: { strategy: "None" } } };
}

/** The source says `devel`; a release says what it is. */
function withVersion(manifest: Manifest, version: string): Manifest {
  return manifest.metadata.name === "pipelines-info"
    ? { ...manifest, data: { version: `v${version}` } }
    : manifest;
}

/** kube-apiserver has no service network here; it resolves an ExternalName itself. */
const webhookService: Manifest = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: WEBHOOK_SERVICE, namespace: TEKTON_NAMESPACE },
  spec: { type: "ExternalName", externalName: "localhost" },
};

/** Gives the manifests in the order in which they are applied, in groups whose members need not wait for one another. */
export function tektonManifests(
  { programs, ports }: Layout,
  { tekton, webhook }: TektonOptions,
): Manifest[][] {
  const config = join(programs.tekton, "config");
  const read = (pattern: string): Manifest[] =>
    globSync(pattern, { cwd: config })
      .sort()
      .flatMap((file) => readManifests(join(config, file)));
  const settings = read("config-*.yaml")
    .filter(({ metadata }) => metadata.name !== "config-registry-cert")
    .map((manifest) => withVersion(manifest, tekton));
  const definitions = read("300-crds/*.yaml");
  return [
    read("100-namespace/*.yaml"),
    definitions.map((manifest) =>
      webhook ? pointAtWebhook(manifest, ports.webhook) : withoutConversion(manifest),
    ),
    [...settings, ...read("clusterrole-aggregate-*.yaml"), ...read("200-*.yaml"), ...read("201-*.yaml")],
    webhook
      ? [
          webhookService,
          ...read("500-webhooks.yaml").map((manifest) => pointAtWebhook(manifest, ports.webhook)),
        ]
      : [],
  ];
}

export async function installTekton(
  admin: AdminClient,
  layout: Layout,
  options: TektonOptions,
): Promise<void> {
  for (const group of tektonManifests(layout, options)) {
    await Promise.all(group.map((manifest) => admin.apply(manifest)));
  }
}
