// Installs Tekton's definitions and configuration, from the `config/` folder of the pinned version's source.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { AdminClient, Manifest } from "./admin-client.ts";
import type { Layout } from "./layout.ts";

export const TEKTON_NAMESPACE = "tekton-pipelines";
export const WEBHOOK_SERVICE = "tekton-pipelines-webhook";

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

/** kube-apiserver has no service network here; it resolves an ExternalName itself. */
const webhookService: Manifest = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: WEBHOOK_SERVICE, namespace: TEKTON_NAMESPACE },
  spec: { type: "ExternalName", externalName: "localhost" },
};

/** Gives the manifests in the order in which they are applied, in groups whose members need not wait for one another. */
export function tektonManifests({ programs, ports }: Layout, webhook: boolean): Manifest[][] {
  const config = join(programs.tekton, "config");
  const read = (pattern: string): Manifest[] =>
    globSync(pattern, { cwd: config })
      .sort()
      .flatMap((file) => readManifests(join(config, file)));
  const settings = read("config-*.yaml").filter(({ metadata }) => metadata.name !== "config-registry-cert");
  const definitions = read("300-crds/*.yaml");
  return [
    read("100-namespace/*.yaml"),
    definitions.map((manifest) =>
      webhook ? pointAtWebhook(manifest, ports.webhook) : withoutConversion(manifest),
    ),
    [...settings, ...read("clusterrole-aggregate-*.yaml")],
    webhook
      ? [
          webhookService,
          ...read("500-webhooks.yaml").map((manifest) => pointAtWebhook(manifest, ports.webhook)),
        ]
      : [],
  ];
}

export async function installTekton(admin: AdminClient, layout: Layout, webhook: boolean): Promise<void> {
  for (const group of tektonManifests(layout, webhook)) {
    await Promise.all(group.map((manifest) => admin.apply(manifest)));
  }
}
