import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { summarizeProfile, type CpuProfile, type ProfileWindow, type SelfTime } from "./cpu-profile.ts";

/** Where profiled processes leave theirs. */
export const PROFILES = join(import.meta.dirname, "../.cluster/profiles");
const PLACES = 12;
const FUNCTIONS = 15;

/** A time since the process began. */
export interface ProfileMark {
  readonly reached: string;
  readonly atMs: number;
}

/** Prints where the time of a process went that has ended: before each mark, and after the last. */
export function printProfile(pid: number, marks: readonly ProfileMark[]): void {
  // Node's own names: CPU.<date>.<time>.<pid>.<thread>.<number>.cpuprofile
  const name = readdirSync(PROFILES).find((file) => file.split(".")[3] === String(pid));
  if (name === undefined) throw new Error(`process ${pid} left no profile in ${PROFILES}`);
  const file = join(PROFILES, name);
  const profile = JSON.parse(readFileSync(file, "utf8")) as CpuProfile;
  console.log(`\nprofile ${file}, to be opened in Chrome's developer tools`);
  let fromMs = 0;
  for (const { reached, atMs } of marks) {
    printWindow(`until it was ${reached}`, profile, { fromMs, toMs: atMs });
    fromMs = atMs;
  }
  printWindow("from then on", profile, { fromMs, toMs: Infinity });
}

function printWindow(what: string, profile: CpuProfile, window: ProfileWindow): void {
  const { busyMs, wallMs, places, functions } = summarizeProfile(profile, window);
  console.log(`\n${what}: busy ${busyMs.toFixed(0)} of ${wallMs.toFixed(0)} ms`);
  printTimes(places.slice(0, PLACES), busyMs);
  console.log("  by function:");
  printTimes(functions.slice(0, FUNCTIONS), busyMs);
}

function printTimes(times: readonly SelfTime[], busyMs: number): void {
  for (const { name, ms } of times) {
    const share = ((100 * ms) / busyMs).toFixed(1).padStart(5);
    console.log(`  ${share} %  ${ms.toFixed(0).padStart(7)} ms  ${name}`);
  }
}
