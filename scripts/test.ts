// `npm test`: the tests that need Node and npm alone. `npm test -- web sandbox/kube` runs those of some rooms; what begins
// with a dash goes to node's test runner.
import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
/** The one list: `npm run check` runs them through here too. */
const TESTS = [
  "src/**/*.test.ts",
  "sandbox/**/*.test.ts",
  "bench/*.test.ts",
  "test/*.test.ts",
  "test/{kit,journeys,regressions}/*.test.ts",
];

/** `web` for what is in `src/web`; outside `src/`, the path. */
function roomOf(file: string): string {
  return dirname(file)
    .split("/")
    .slice(0, 2)
    .join("/")
    .replace(/^src\//u, "");
}

function chooseFiles(wanted: readonly string[]): readonly string[] {
  const files = globSync(TESTS, { cwd: ROOT }).sort();
  const rooms = new Set(files.map(roomOf));
  const unknown = wanted.filter((room) => !rooms.has(room));
  if (unknown.length > 0) {
    throw new Error(`There is no room ${unknown.join(", ")} with tests; there are ${[...rooms].join(", ")}.`);
  }
  return wanted.length === 0 ? files : files.filter((file) => wanted.includes(roomOf(file)));
}

function run(args: readonly string[]): void {
  const isForRunner = (argument: string): boolean => argument.startsWith("-");
  const files = chooseFiles(args.filter((argument) => !isForRunner(argument)));
  // By itself the runner leaves one processor free, which on two is half of them.
  const atOnce = `--test-concurrency=${availableParallelism()}`;
  const runner = spawn(process.execPath, ["--test", atOnce, ...args.filter(isForRunner), ...files], {
    cwd: ROOT,
    stdio: "inherit",
  });
  process.once("exit", () => runner.kill());
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => process.exit(130));
  runner.once("exit", (code) => (process.exitCode = code ?? 1));
}

try {
  run(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
