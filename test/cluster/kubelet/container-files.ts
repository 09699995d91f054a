// The folders that stand for a container's file system, and the rewriting of its paths into them.
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Container, Pod, Volume } from "./pod.ts";

/** Of the container itself, not mounted: the termination message and the like. */
const OWN = "/tekton";

export interface PodFolders {
  /** Of this pod alone; removed with it. */
  readonly pod: string;
  /** Of persistent volume claims, which outlive pods. */
  readonly claims: string;
}

export interface ContainerFiles {
  /** Rewrites every path of the container's file system in a text to where it really is. */
  readonly mapPaths: (text: string) => string;
  /** Undoes that, so that nothing a step prints tells of it. */
  readonly unmapPaths: (text: string) => string;
  /** Where an absolute path of the container really is. */
  readonly locate: (path: string) => string;
}

function folderOfVolume(volume: Volume | undefined, name: string, pod: Pod, folders: PodFolders): string {
  if (volume?.persistentVolumeClaim !== undefined) {
    return join(folders.claims, pod.metadata.namespace ?? "", volume.persistentVolumeClaim.claimName);
  }
  if (volume?.emptyDir !== undefined || volume?.downwardAPI !== undefined) {
    return join(folders.pod, "volumes", name);
  }
  throw new Error(`the fake kubelet does not imitate the kind of volume "${name}"`);
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
}

/** Links a mount to its volume. A mount below another one lands in that one's volume, where it may be already. */
function linkMount(place: string, source: string): void {
  mkdirSync(source, { recursive: true });
  mkdirSync(dirname(place), { recursive: true });
  if (!existsSync(place)) symlinkSync(source, place);
}

/** Makes the folders of one container, with a link for each mount, parents first. */
export function makeContainerFiles(pod: Pod, container: Container, folders: PodFolders): ContainerFiles {
  const root = join(folders.pod, "root", container.name);
  mkdirSync(join(root, OWN), { recursive: true });
  const mounts = [...(container.volumeMounts ?? [])].sort((a, b) => a.mountPath.length - b.mountPath.length);
  for (const { name, mountPath, subPath = "" } of mounts) {
    const volume = pod.spec.volumes?.find((candidate) => candidate.name === name);
    linkMount(join(root, mountPath), join(folderOfVolume(volume, name, pod, folders), subPath));
  }
  const prefixes = [OWN, ...mounts.map(({ mountPath }) => mountPath)]
    .sort((a, b) => b.length - a.length)
    .map(escapePattern)
    .join("|");
  const pattern = new RegExp(String.raw`(?<![\w./-])(?:${prefixes})(?![\w.-])`, "gu");
  return {
    mapPaths: (text) => text.replaceAll(pattern, (path) => join(root, path)),
    unmapPaths: (text) => text.replaceAll(root, ""),
    locate: (path) => join(root, path),
  };
}

/** Writes the scripts where the steps look for them, with the paths in them rewritten. */
export function placeScripts(
  scripts: ReadonlyMap<string, string>,
  { locate, mapPaths }: ContainerFiles,
): void {
  for (const [path, script] of scripts) {
    const file = locate(path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, mapPaths(script), { mode: 0o700 });
  }
}
