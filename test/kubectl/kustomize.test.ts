// The manifests as kubectl puts them together, and the overlay that the guide tells operators to write.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { parseAllDocuments } from "yaml";

import { readSettings } from "../../src/config/read-settings.ts";
import type { KubeObject } from "../../src/kube/kube-api.ts";
import { readManifests } from "../deploy/read-manifests.ts";
import { runKubectl } from "./kubectl.ts";

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

test("kubectl builds deploy/admission", async () => {
  const folder = join(ROOT, "deploy", "admission");
  assert.deepEqual(namesOf(await build(folder)), namesOf(readManifests(folder)));
});

/** What kubectl makes of the kustomization that a guide tells operators to write beside this repository. */
async function buildShown(t: TestContext, guide: string): Promise<readonly KubeObject[]> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-overlay-"));
  t.after(() => rmSync(folder, { recursive: true }));
  cpSync(join(ROOT, "deploy"), join(folder, "countersign", "deploy"), { recursive: true });
  const text = readFileSync(join(ROOT, "docs/guide", guide), "utf8");
  const [, overlay = ""] = /```yaml\n(# kustomization\.yaml[\s\S]*?)```/u.exec(text) ?? [];
  mkdirSync(join(folder, "mine"));
  writeFileSync(join(folder, "mine", "kustomization.yaml"), overlay);
  return await build(join(folder, "mine"));
}

test("the overlay of the guide sets the image, and settings that serve starts with", async (t) => {
  const built = await buildShown(t, "platform.md");
  const settings = await readSettings([], readVariables(built));
  assert.ok(settings.ok, settings.ok ? "" : settings.error);
  assert.match(JSON.stringify(built), /"image":"registry\.example\/countersign:0\.1\.0"/u);
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
