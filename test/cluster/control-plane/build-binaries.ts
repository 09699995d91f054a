// Builds the pinned Go programs once into a cache folder outside the clone, so that the next clone is warm.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, setPriority } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { GoModule } from "./go-modules.ts";

const MODULES_FOLDER = join(import.meta.dirname, "..", "go");
const PROGRESS_EVERY_MS = 10_000;
const BUILD_NICENESS = 10;

export type Report = (line: string) => void;

/** `COUNTERSIGN_CLUSTER_CACHE`, else a folder in the user's cache. */
export function findCacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const explicit = env["COUNTERSIGN_CLUSTER_CACHE"];
  if (explicit !== undefined && explicit !== "") return explicit;
  return join(env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "countersign-cluster");
}

/** Names a module's folder in the cache: it changes whenever anything that is built changes. */
export function cacheName(module: GoModule): string {
  const hash = createHash("sha256").update(JSON.stringify(module));
  for (const file of ["go.mod", "go.sum"]) hash.update(readFileSync(join(MODULES_FOLDER, module.name, file)));
  return `${module.name}-${process.platform}-${process.arch}-${hash.digest("hex").slice(0, 12)}`;
}

function runGo(folder: string, args: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync("go", args, {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) {
    throw new Error(
      `The real control plane is built from source, and \`go\` could not be run (${error.message}). ` +
        "Install Go 1.26 or later from https://go.dev/dl/ and put it in PATH.",
      { cause: error },
    );
  }
  if (status !== 0) throw new Error(`\`go ${args.join(" ")}\` in ${folder} failed:\n${stderr}`);
  return stdout;
}

/** Runs the build and says every ten seconds how far it is. */
async function compile(module: GoModule, folder: string, bin: string, report: Report): Promise<void> {
  const total = runGo(folder, ["list", "-deps", "tool"]).trim().split("\n").length;
  const started = performance.now();
  const child = spawn("go", ["install", "-v", "-trimpath", "-ldflags", module.ldflags, "tool"], {
    cwd: folder,
    env: { ...process.env, CGO_ENABLED: "0", GOBIN: bin },
    stdio: ["ignore", "ignore", "pipe"],
  });
  // What is tested beside it goes first.
  if (child.pid !== undefined) setPriority(child.pid, BUILD_NICENESS);
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => lines.push(line));
  const progress = setInterval(() => {
    const seconds = Math.round((performance.now() - started) / 1000);
    report(`building ${module.name}: ${lines.length} of at most ${total} packages after ${seconds} s`);
  }, PROGRESS_EVERY_MS);
  const killed = (): void => void child.kill();
  process.once("exit", killed);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  }).finally(() => {
    clearInterval(progress);
    process.off("exit", killed);
  });
  if (code !== 0) {
    throw new Error(`Building ${module.name} in ${folder} failed:\n${lines.slice(-30).join("\n")}`);
  }
  report(`built ${module.name} in ${Math.round((performance.now() - started) / 1000)} s`);
}

function keepSource(module: GoModule, folder: string, into: string): void {
  if (module.keep === undefined) return;
  runGo(folder, ["mod", "download", module.keep.module]);
  const source = runGo(folder, ["list", "-m", "-f", "{{.Dir}}", module.keep.module]).trim();
  const kept = join(source, module.keep.folder);
  // Not a plain copy: the module cache is read-only, and a copy with its modes could not be removed again.
  for (const file of globSync("**/*.yaml", { cwd: kept })) {
    const copy = join(into, module.keep.folder, file);
    mkdirSync(dirname(copy), { recursive: true });
    writeFileSync(copy, readFileSync(join(kept, file)));
  }
}

/**
 * Gives the folder with the module's binaries, building them if the cache has none. A build goes to a folder of its
 * own and is renamed when it is whole, so neither an interrupted build nor one beside it leaves half a cache.
 */
export async function buildBinaries(module: GoModule, report: Report): Promise<string> {
  const cache = findCacheFolder();
  const target = join(cache, cacheName(module));
  if (existsSync(target)) return target;
  mkdirSync(cache, { recursive: true });
  const building = mkdtempSync(join(cache, "building-"));
  try {
    report(`building ${module.name}: once, into ${target}`);
    const folder = join(MODULES_FOLDER, module.name);
    await compile(module, folder, building, report);
    keepSource(module, folder, building);
    for (const binary of module.binaries) {
      if (!existsSync(join(building, binary)))
        throw new Error(`Building ${module.name} made no \`${binary}\`.`);
    }
    if (!existsSync(target)) renameSync(building, target);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
  return target;
}
