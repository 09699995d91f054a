import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
/** In the environment, so that test files and whatever they start have it too. */
const BUILT = "COUNTERSIGN_PROGRAM";

/** How a container of the image starts. */
export interface ImageProgram {
  readonly nodeFlags: readonly string[];
  /** Relative to the folder that the image works in. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** As the Dockerfile says. */
export function readImageProgram(): ImageProgram {
  const dockerfile = readFileSync(join(ROOT, "Dockerfile"), "utf8");
  const [, list = "[]"] = /^ENTRYPOINT (.+)$/mu.exec(dockerfile) ?? [];
  const [node, ...args] = JSON.parse(list) as string[];
  const program = args.at(-1);
  if (node !== "node" || program === undefined) throw new Error(`ENTRYPOINT ${list} does not start Node`);
  const environment = Object.fromEntries(
    [...dockerfile.matchAll(/^ENV (\w+)=(\S+)$/gmu)].map(([, name = "", value = ""]) => [name, value]),
  );
  return { nodeFlags: args.slice(0, -1), program, environment };
}

/** Builds the program of the image into `folder`; throws what the build says. */
export function buildProgram(folder: string): void {
  const script = join(ROOT, "scripts/build.ts");
  const { status, stderr } = spawnSync(process.execPath, [script, "--out", folder], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the build failed:\n${stderr}`);
}

/** What a suite starts as the product: its sources, unless `buildForSuites` was called. */
export function findProgram(): string {
  return process.env[BUILT] ?? join(ROOT, "src/main.ts");
}

/** Builds the product once for all that this process and its children start: each start takes half as long then. */
export function buildForSuites(): void {
  process.env[BUILT] ??= buildImageProgram().program;
}

/** Builds it in the tree. @returns how to start it from anywhere. */
export function buildImageProgram(): ImageProgram {
  buildProgram(join(ROOT, "dist"));
  const image = readImageProgram();
  return { ...image, program: join(ROOT, image.program) };
}
