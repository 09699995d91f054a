import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { KubeObject } from "../../kube/kube-api.ts";

/** A pipeline to start, as it stands in a file of `examples/`. */
export interface Sample {
  /** Name of the file, without `.yaml`. */
  readonly name: string;
  /** First line of the comment at its top. */
  readonly title: string;
  /** The file as it is. */
  readonly text: string;
  /** What it creates, in order; the last is the PipelineRun. */
  readonly objects: readonly KubeObject[];
}

/** Where the samples are in a checkout. */
export const SAMPLES_FOLDER = join(import.meta.dirname, "..", "..", "..", "examples");

/** All samples of a folder, by name. Rejects with the file's name when one is not YAML or has no PipelineRun. */
export async function readSamples(folder: string = SAMPLES_FOLDER): Promise<readonly Sample[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".yaml")).toSorted();
  return Promise.all(files.map(async (file) => toSample(file, await readFile(join(folder, file), "utf8"))));
}

function toSample(file: string, text: string): Sample {
  const documents = parseAllDocuments(text);
  const errors = documents.flatMap((document) => document.errors.map(({ message }) => message));
  if (errors.length > 0) throw new Error(`cannot read the sample ${file}: ${errors.join("; ")}`);
  const objects = documents.map((document) => document.toJS() as KubeObject);
  if (objects.at(-1)?.kind !== "PipelineRun") {
    throw new Error(`cannot use the sample ${file}: its last object must be the PipelineRun that starts it`);
  }
  const title = /^# (?<title>.+)$/mu.exec(text)?.groups?.["title"] ?? file;
  return { name: basename(file, ".yaml"), title, text, objects };
}
