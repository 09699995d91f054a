import { readCpuMs } from "./process-usage.ts";

const STEP_MS = 1_000;
const QUIET_CPU_MS = 20;
/** V8 gives memory back after some eight seconds without work. */
const QUIET_STEPS = 12;
const LIMIT_STEPS = 120;

/** Resolves when a process has done next to nothing for twelve seconds in a row. Rejects after two minutes. */
export async function untilQuiet(pid: number): Promise<void> {
  let quietSteps = 0;
  let beforeMs = readCpuMs(pid);
  for (let step = 0; step < LIMIT_STEPS; step += 1) {
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    const nowMs = readCpuMs(pid);
    quietSteps = nowMs - beforeMs <= QUIET_CPU_MS ? quietSteps + 1 : 0;
    beforeMs = nowMs;
    if (quietSteps === QUIET_STEPS) return;
  }
  throw new Error(`process ${pid} is still busy after ${LIMIT_STEPS} s`);
}
