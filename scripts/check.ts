// The first ring of checks: what must hold before a commit, some minutes long. `--without NAME` leaves a step out. The
// second ring is `.ci/run`.
import { spawnSync } from "node:child_process";

const STEPS: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ["format", "node_modules/.bin/oxfmt", "--check"],
  ["lint", "node_modules/.bin/oxlint", "--deny-warnings"],
  ["types", "node_modules/.bin/tsc"],
  ["unused", "node_modules/.bin/knip"],
  ["tests", process.execPath, "scripts/test.ts", "--test-reporter=dot"],
];

const without = process.argv.slice(2).filter((argument) => argument !== "--without");
let failed = 0;
for (const [name, command, ...args] of STEPS) {
  if (without.includes(name)) continue;
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? "ok  " : "FAIL"} ${name} ${seconds} s`);
  if (status !== 0) {
    failed += 1;
    console.log(stdout, stderr);
  }
}
process.exitCode = failed === 0 ? 0 : 1;
