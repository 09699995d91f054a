import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";

/** The folders that the steps of one TaskRun share, instead of a pod's volumes. */
export interface TaskFolder {
  readonly path: string;
  /** Where steps start. */
  readonly workspace: string;
  readonly home: string;
  readonly temporary: string;
  readonly scripts: string;
  /** A file for each result. */
  readonly results: string;
}

/** Makes a fresh folder under `parent`, which exists. */
export async function makeTaskFolder(parent: string): Promise<TaskFolder> {
  const path = await mkdtemp(join(parent, "task-"));
  const names = ["workspace", "home", "temporary", "scripts", "results"] as const;
  const [workspace, home, temporary, scripts, results] = names.map((name) => join(path, name)) as [
    string,
    string,
    string,
    string,
    string,
  ];
  await Promise.all([workspace, home, temporary, scripts, results].map((folder) => mkdir(folder)));
  return { path, workspace, home, temporary, scripts, results };
}

export async function removeTaskFolder({ path }: TaskFolder): Promise<void> {
  await rm(path, { recursive: true, force: true });
}
