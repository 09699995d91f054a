// Reads the manifests that a kustomization names, as far as tests look at them: resources, in order, without patches.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse, parseAllDocuments } from "yaml";

import type { KubeObject } from "../../src/kube/kube-api.ts";

export interface Kustomization {
  readonly resources: readonly string[];
  readonly patches?: readonly { readonly path: string }[];
}

const FILE = "kustomization.yaml";

export function readKustomization(folder: string): Kustomization {
  return parse(readFileSync(join(folder, FILE), "utf8")) as Kustomization;
}

/** Every object of one file. Throws on what is not YAML. */
export function readObjects(file: string): readonly KubeObject[] {
  return parseAllDocuments(readFileSync(file, "utf8")).map((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw new Error(`${file}: ${error.message}`);
    return document.toJS() as KubeObject;
  });
}

/** Every object that `kubectl apply -k` would create for the folder. Throws when a resource is missing. */
export function readManifests(folder: string): readonly KubeObject[] {
  return readKustomization(folder).resources.flatMap((resource) => {
    const path = join(folder, resource);
    return existsSync(join(path, FILE)) ? readManifests(path) : readObjects(path);
  });
}
