import { readCpuMs } from "./process-usage.ts";

const STEP_MS = 1_000;
/** V8 gives memory back after some eight seconds without work. */
const QUIET_STEPS = 12;
/** Of those together. A virtual machine that takes idle memory away makes each of the few timers cost ten milliseconds. */
const QUIET_CPU_MS = 500;
const LIMIT_STEPS = 120;

/** Resolves when a process has done next to nothing in the last twelve seconds. Rejects after two minutes. */
export async function untilQuiet(pid: number): Promise<void> {
  const readings = [readCpuMs(pid)];
  for (let step = 1; step <= LIMIT_STEPS; step += 1) {
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    const nowMs = readCpuMs(pid);
    readings.push(nowMs);
    const beforeMs = readings.at(-1 - QUIET_STEPS);
    if (beforeMs !== undefined && nowMs - beforeMs <= QUIET_CPU_MS) return;
  }
  throw new Error(`process ${pid} is still busy after ${LIMIT_STEPS} s`);
}
