// What the Linux kernel says of a process: proc(5).
import { readFileSync } from "node:fs";

/** The kernel's unit for times in `/proc`, on every architecture that Node runs on (`USER_HZ`). */
const TICKS_PER_SECOND = 100;

/** In kilobytes. */
export interface ProcessMemory {
  readonly residentKb: number;
  /** The most that was resident so far. */
  readonly peakKb: number;
  /** Shared pages counted by their share; what a container is charged is near it. */
  readonly proportionalKb: number;
}

export function readMemory(pid: number): ProcessMemory {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  return {
    residentKb: parseKb(status, "VmRSS"),
    peakKb: parseKb(status, "VmHWM"),
    proportionalKb: parseKb(rollup, "Pss"),
  };
}

/** In user and kernel mode, all threads, since it began; steps of 10 ms. */
export function readCpuMs(pid: number): number {
  return parseCpuMs(readFileSync(`/proc/${pid}/stat`, "utf8"));
}

/** The number of a line like `VmRSS:   81234 kB`. Throws when it is not there. */
export function parseKb(text: string, name: string): number {
  const found = new RegExp(String.raw`^${name}:\s+(\d+) kB$`, "mu").exec(text)?.[1];
  if (found === undefined) throw new Error(`/proc says nothing of ${name}`);
  return Number(found);
}

/** Fields 14 (utime) and 15 (stime) of `/proc/PID/stat`; the name before them may hold spaces and parentheses. */
export function parseCpuMs(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}
