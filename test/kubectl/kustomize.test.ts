// The manifests as kubectl puts them together, and the overlay that the guide tells operators to write.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { parseAllDocuments } from "yaml";

import { makeFolder } from "../kit/make-folder.ts";
import { readSettings } from "../../src/config/read-settings.ts";
import type { KubeObject } from "../../src/kube/kube-api.ts";
import { readManifests } from "../deploy/read-manifests.ts";
import { writeShownFiles } from "../deploy/write-shown-files.ts";
import { runKubectl, startKubectl } from "./kubectl.ts";

const ROOT = join(import.meta.dirname, "../..");
const OVERLAYS = ["whole-cluster", "one-namespace", "some-namespaces"];

interface ConfigMap extends KubeObject {
  readonly data: Readonly<Record<string, string>>;
}

async function build(folder: string): Promise<readonly KubeObject[]> {
  const { code, stdout, stderr } = await runKubectl(["kustomize", folder], { env: process.env });
  assert.equal(code, 0, stderr);
  return parseAllDocuments(stdout).map((document) => document.toJS() as KubeObject);
}

function namesOf(objects: readonly KubeObject[]): readonly string[] {
  return objects
    .map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ""}/${metadata.name}`)
    .toSorted();
}

function readVariables(objects: readonly KubeObject[]): ConfigMap["data"] {
  const found = objects.find(({ kind }) => kind === "ConfigMap");
  assert.ok(found);
  return (found as ConfigMap).data;
}

for (const overlay of OVERLAYS) {
  test(`kubectl builds ${overlay}`, async () => {
    const folder = join(ROOT, "deploy", "overlays", overlay);
    const built = await build(folder);
    assert.deepEqual(namesOf(built), namesOf(readManifests(folder)));
    assert.equal("COUNTERSIGN_NAMESPACES" in readVariables(built), overlay !== "whole-cluster");
  });
}

for (const beside of ["admission", "token-review"]) {
  test(`kubectl builds deploy/${beside}`, async () => {
    const folder = join(ROOT, "deploy", beside);
    assert.deepEqual(namesOf(await build(folder)), namesOf(readManifests(folder)));
  });
}

/**
 * What kubectl makes of the kustomization that a guide tells operators to write beside this repository: the first, or the one
 * that begins so. The configuration file that the guide shows lies beside it.
 */
async function buildShown(
  t: TestContext,
  guide: string,
  beginning = "# kustomization.yaml",
): Promise<readonly KubeObject[]> {
  const folder = makeFolder(t);
  cpSync(join(ROOT, "deploy"), join(folder, "countersign", "deploy"), { recursive: true });
  const text = readFileSync(join(ROOT, "docs/guide", guide), "utf8");
  const blocks = text.split("```yaml\n").map((part) => part.split("```")[0] ?? "");
  const find = (start: string): string => blocks.find((block) => block.startsWith(start)) ?? "";
  mkdirSync(join(folder, "mine"));
  writeFileSync(join(folder, "mine", "kustomization.yaml"), find(beginning));
  writeFileSync(join(folder, "mine", "config.yaml"), find("# config.yaml"));
  return await build(join(folder, "mine"));
}

test("the overlay of the guide sets the image, and settings that serve starts with", async (t) => {
  const built = await buildShown(t, "platform.md");
  const settings = await readSettings([], readVariables(built));
  assert.ok(settings.ok, settings.ok ? "" : settings.error);
  assert.match(JSON.stringify(built), /"image":"registry\.example\/countersign:0\.1\.0"/u);
});

interface Deployment extends KubeObject {
  readonly spec: { readonly template: { readonly spec: { readonly containers: readonly [Container] } } };
}

interface Container {
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}

test("the overlay of the guide with a file mounts it where serve is told to look, beside the keys", async (t) => {
  const built = await buildShown(t, "platform.md", "# kustomization.yaml, beside config.yaml");
  const [pod] = built.filter(({ kind }) => kind === "Deployment") as unknown as readonly Deployment[];
  const [container] = pod?.spec.template.spec.containers ?? [];
  assert.deepEqual(container?.env, [
    { name: "COUNTERSIGN_CONFIG", value: "/etc/countersign-file/config.yaml" },
  ]);
  assert.deepEqual(
    container.volumeMounts.map(({ mountPath }) => mountPath),
    ["/etc/countersign-file", "/etc/countersign"],
  );
  const maps = built.filter(({ kind }) => kind === "ConfigMap") as unknown as readonly ConfigMap[];
  assert.ok(maps.some(({ data }) => data["config.yaml"]?.includes("kind: Configuration")));
});

test("the overlay of the security guide gives the policy another account of Tekton's, and changes nothing else", async (t) => {
  const built = JSON.stringify(await buildShown(t, "security.md"));
  const shipped = JSON.stringify(await build(join(ROOT, "deploy", "admission")));
  assert.equal(
    built.replaceAll("serviceaccount:openshift-pipelines:", "serviceaccount:tekton-pipelines:"),
    shipped,
  );
  assert.notEqual(built, shipped);
});

/** Kinds of a manifest that the embedded API has; the others are tried on a real API server. */
const EMBEDDED = new Set([
  "Namespace",
  "ServiceAccount",
  "ConfigMap",
  "ClusterRole",
  "ClusterRoleBinding",
  "Role",
  "RoleBinding",
]);

for (const mode of ["proxy", "front", "oidc", "kubernetes", "link"]) {
  test(`kubectl builds the manifest of the security guide for ${mode}, and an API server takes what it knows of it`, async (t) => {
    const folder = writeShownFiles(t, "docs/guide/security.md");
    const built = await build(join(folder, mode));
    const [pod] = built.filter(
      ({ kind, metadata }) => kind === "Deployment" && metadata.name === "countersign",
    ) as unknown as readonly Deployment[];
    const [container] = pod?.spec.template.spec.containers ?? [];
    assert.deepEqual(
      container?.volumeMounts.map(({ mountPath }) => mountPath),
      ["/etc/countersign-file", "/etc/countersign"],
    );
    const maps = built.filter(({ kind }) => kind === "ConfigMap") as unknown as readonly ConfigMap[];
    const shown = readFileSync(join(folder, mode, "config.yaml"), "utf8");
    const file = maps.filter(({ data }) => data?.["config.yaml"] !== undefined);
    assert.deepEqual(
      file.map(({ data }) => data["config.yaml"]),
      [shown],
    );
    assert.ok(
      JSON.stringify(pod).includes(`"name":"${file[0]?.metadata.name}"`),
      "it is mounted by its name",
    );

    const kubectl = await startKubectl(t, {});
    const known = built.filter(({ kind }) => EMBEDDED.has(kind));
    assert.ok(known.length >= 9, `${known.length} objects`);
    await kubectl.ok(["apply", "-f", "-"], known.map((object) => JSON.stringify(object)).join("\n"));
  });
}
