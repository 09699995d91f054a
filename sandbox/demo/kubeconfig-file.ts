import { rm } from "node:fs/promises";
import { parse } from "yaml";
import { readIfPresent, writePrivately } from "./private-file.ts";

/** What the embedded API server calls its only context. */
const CONTEXT = "countersign-embedded";

/**
 * Refuses a file that is somebody's own, a `~/.kube/config` for example: the demo writes its kubeconfig over what is there
 * and removes it when it ends. One that an earlier demo left behind may be written over.
 */
export async function checkKubeconfigFile(path: string): Promise<void> {
  const content = await readIfPresent(path);
  if (content === undefined || content.length === 0 || isFromDemo(content.toString())) return;
  throw new Error(
    `${path} exists, and it is not a kubeconfig that the demo wrote. The demo would overwrite it, and remove it when it ends. ` +
      `Choose another file with --kubeconfig, or remove that one.`,
  );
}

function isFromDemo(text: string): boolean {
  try {
    const config = parse(text) as { readonly contexts?: readonly { readonly name?: unknown }[] } | null;
    return config?.contexts?.length === 1 && config.contexts[0]?.name === CONTEXT;
  } catch {
    return false;
  }
}

/** Writes the kubeconfig. What is returned removes it, if it is still that one: another demo may have taken its place. */
export async function writeKubeconfigFile(path: string, text: string): Promise<() => Promise<void>> {
  await writePrivately(path, text);
  return async () => {
    const content = await readIfPresent(path);
    if (content?.toString() === text) await rm(path, { force: true });
  };
}
