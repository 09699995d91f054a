import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { KubeObject } from "../../src/kube/kube-api.ts";

/** A pipeline to start, as it stands in a file of `examples/`. */
export interface Example {
  /** Name of the file, without `.yaml`. */
  readonly name: string;
  /** First line of the comment at its top. */
  readonly title: string;
  /** The file as it is. */
  readonly text: string;
  /** What it creates, in order; the last is the PipelineRun. */
  readonly objects: readonly KubeObject[];
}

/** Where the examples are in a checkout. */
export const EXAMPLES_FOLDER = join(import.meta.dirname, "..", "..", "examples");

/** All examples of a folder, by name. Rejects with the file's name when one is not YAML or has no PipelineRun. */
export async function readExamples(folder: string = EXAMPLES_FOLDER): Promise<readonly Example[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".yaml")).toSorted();
  return Promise.all(files.map(async (file) => toExample(file, await readFile(join(folder, file), "utf8"))));
}

function toExample(file: string, text: string): Example {
  const documents = parseAllDocuments(text);
  const errors = documents.flatMap((document) => document.errors.map(({ message }) => message));
  if (errors.length > 0) throw new Error(`cannot read the example ${file}: ${errors.join("; ")}`);
  const objects = documents.map((document) => document.toJS() as KubeObject);
  if (objects.at(-1)?.kind !== "PipelineRun") {
    throw new Error(`cannot use the example ${file}: its last object must be the PipelineRun that starts it`);
  }
  const title = /^# (?<title>.+)$/mu.exec(text)?.groups?.["title"] ?? file;
  return { name: basename(file, ".yaml"), title, text, objects };
}
