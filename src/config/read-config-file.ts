import { dirname, resolve } from "node:path";

import { ok, refuse, type Result } from "../std/result.ts";
import type { Fault } from "./fault.ts";
import { readSmallFile } from "./files/read-small-file.ts";
import { readYaml } from "./read-yaml.ts";
import { API_VERSION, KIND } from "./settings.ts";
import type { ValuePath } from "./value-path.ts";

export interface ConfigFile {
  /** A map, as it was written; paths of files are absolute. */
  readonly values: unknown;
  readonly faults: readonly Fault[];
  readonly path?: string;
  /** `line 5, column 3`, as near as it can be said. */
  readonly locate: (path: ValuePath) => string | undefined;
}

const HEAD = `apiVersion: ${API_VERSION}\nkind: ${KIND}`;

/** Where there is no file, flags and variables say everything. */
export const NO_FILE: ConfigFile = {
  values: { apiVersion: API_VERSION, kind: KIND },
  faults: [],
  locate: () => undefined,
};

/** Refused with a line for each fault when it is not a map in YAML at all. */
export async function readConfigFile(path: string): Promise<Result<ConfigFile, string>> {
  const bytes = await readSmallFile(path);
  if (!bytes.ok) return refuse(`The configuration file ${path} ${bytes.error}.`);
  const text = decode(bytes.value);
  if (text === undefined) return refuse(`The configuration file ${path} is not text in UTF-8.`);
  const yaml = readYaml(text);
  if (!yaml.ok) return refuse(yaml.error.map((problem) => `${path}, ${problem}`).join("\n"));
  const { value, faults, locate } = yaml.value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refuse(`The configuration file ${path} is not a map of settings. It begins with:\n${HEAD}`);
  }
  return ok({
    values: resolveFiles(value, dirname(path)),
    faults,
    path,
    locate,
  });
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const NAMES_FILE = /(?:File|^kubeconfig|^directory|^templates)$/u;

/** Relative paths are relative to the file that they stand in, as in a kubeconfig. */
function resolveFiles(value: unknown, folder: string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => resolveFiles(item, folder));
  if (typeof value !== "object" || value === null) return value;
  const pairs = Object.entries(value).map(([key, child]: [string, unknown]) => {
    const isPath = NAMES_FILE.test(key) && typeof child === "string" && child !== "";
    return [key, isPath ? resolve(folder, child) : resolveFiles(child, folder)] as const;
  });
  return Object.fromEntries(pairs);
}
