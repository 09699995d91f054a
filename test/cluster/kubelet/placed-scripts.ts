import type { Pod } from "./pod.ts";

const SCRIPT = /scriptfile="(?<path>[^"]+)"[\s\S]*?<< '_EOF_'\n(?<base64>[\s\S]*?)\n_EOF_/gu;

/** The steps' scripts by path. Tekton has an init container place them, in base64, inside a shell script of its own. */
export function readPlacedScripts({ spec }: Pod): Map<string, string> {
  const placer = spec.initContainers?.find(({ name }) => name === "place-scripts");
  const shellScript = placer?.args?.at(-1) ?? "";
  return new Map(
    [...shellScript.matchAll(SCRIPT)].map(({ groups }) => [
      groups?.["path"] ?? "",
      Buffer.from(groups?.["base64"] ?? "", "base64").toString("utf8"),
    ]),
  );
}
