// What the product costs, beside a bare client that does the same writes to the same API server; see README.md.
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { join } from "node:path";

import { buildImageProgram } from "../rigs/image-program.ts";
import { Arena } from "./arena.ts";
import { BenchCluster } from "./bench-cluster.ts";
import { USAGE, readBenchOptions, type BenchOptions } from "./bench-options.ts";
import { describeFigure, isMet, type Figure } from "./figure.ts";
import { measureChannels } from "./measure-channels.ts";
import { measureCrowded } from "./measure-crowded.ts";
import { measureInbox } from "./measure-inbox.ts";
import { measureLatency } from "./measure-latency.ts";
import { measureMail } from "./measure-mail.ts";
import { measureModes } from "./measure-modes.ts";
import { measureNotices } from "./measure-notices.ts";
import { measureRate } from "./measure-rate.ts";
import { measureStanding } from "./measure-standing.ts";
import { measureTiming } from "./measure-timing.ts";
import { formatFigures, type Measured, writePerformancePage } from "./performance-page.ts";
import type { SectionName } from "./sections.ts";

const PAGE = join(import.meta.dirname, "../docs/reference/performance.md");

/** The measurements of one part, each in an arena of its own. */
function listMeasurements(
  section: SectionName,
  { latency, rate, standing, inbox, crowded, modes, timing, mail, channels, notices }: BenchOptions["sizes"],
): readonly ((arena: Arena) => Promise<readonly Figure[]>)[] {
  switch (section) {
    case "latency":
      return latency.pending.map((pending) => (arena) => measureLatency(arena, pending, latency));
    case "rate":
      return [(arena) => measureRate(arena, rate)];
    case "standing":
      return standing.map((sizes) => (arena) => measureStanding(arena, sizes));
    case "inbox":
      return [(arena) => measureInbox(arena, inbox)];
    case "crowded":
      return [(arena) => measureCrowded(arena, crowded)];
    case "modes":
      return [(arena) => measureModes(arena, modes)];
    case "timing":
      return [(arena) => measureTiming(arena, timing)];
    case "mail":
      return [() => measureMail(mail)];
    case "channels":
      return [(arena) => measureChannels(arena, channels)];
    case "notices":
      return [(arena) => measureNotices(arena, notices)];
    default:
      throw new Error(`no such part: ${String(section satisfies never)}`);
  }
}

async function measureAll(cluster: BenchCluster, options: BenchOptions): Promise<Measured> {
  const all = new Map<SectionName, readonly Figure[]>();
  const program = options.sources ? undefined : buildImageProgram();
  for (const section of options.sections) {
    for (const measure of listMeasurements(section, options.sizes)) {
      const arena = await Arena.open(cluster, { program, profile: options.profile });
      const measured = await measure(arena);
      for (const figure of measured) console.log(formatLine(figure));
      all.set(section, [...(all.get(section) ?? []), ...measured]);
      await arena.close();
    }
  }
  return all;
}

function formatLine(figure: Figure): string {
  const { what, value, range, goal, met, detail } = describeFigure(figure);
  return `${what}: ${value} (${range}), goal ${goal}: ${met}; ${detail}`;
}

function describeMachine(): string {
  return `${availableParallelism()} cores (${cpus()[0]?.model ?? "unknown"})`;
}

async function main(options: BenchOptions): Promise<void> {
  const cluster = await BenchCluster.open(options.cluster);
  try {
    console.log(`on ${cluster.name}, ${describeMachine()}, Node ${process.versions.node}`);
    console.log(`load of the machine before: ${loadavg()[0]?.toFixed(2)}`);
    const measured = await measureAll(cluster, options);
    const figures = [...measured.values()].flat();
    console.log(`\n${formatFigures(figures)}\n`);
    console.log(`${figures.filter(isMet).length} of ${figures.length} goals met`);
    if (options.cluster === "embedded") console.log("The goals are for a real API server: --real.");
    if (!options.write) return;
    const date = new Date().toISOString().slice(0, 10);
    const where = { cluster: cluster.name, machine: describeMachine(), node: process.versions.node, date };
    writeFileSync(PAGE, writePerformancePage(readFileSync(PAGE, "utf8"), measured, where));
  } finally {
    await cluster.close();
  }
}

// The image has none: the product starts without what was kept of an earlier start.
delete process.env["NODE_COMPILE_CACHE"];
// Not awaited: at its end, this process kills what it started.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(130));
if (process.argv.includes("--help")) console.log(USAGE);
else await main(readBenchOptions(process.argv.slice(2)));
