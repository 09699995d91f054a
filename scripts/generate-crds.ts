// Writes what is generated from the sources: the CustomResourceDefinition.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { formatApprovalCrd } from "../src/objects/definition/format-crd.ts";

const path = join(import.meta.dirname, "..", "deploy", "crds", "approvaltasks.yaml");
mkdirSync(dirname(path), { recursive: true });
writeFileSync(path, formatApprovalCrd());
console.log(`wrote ${path}`);
