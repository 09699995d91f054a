import { parseArgs } from "node:util";

import { SECTIONS } from "./sections.ts";
import type { SectionName } from "./sections.ts";
import { FULL, QUICK } from "./sizes.ts";
import type { Sizes } from "./sizes.ts";

export const USAGE = `Usage: npm run bench -- [options]

  --real             on a control plane of our own, started for it (needs Go once)
  --kubeconfig FILE  on a cluster that is there; without either, on the embedded API
  --quick            less of everything, under a minute: to see that it works
  --only NAME        a part of it, may be repeated: ${SECTIONS.join(", ")}
  --profile          with a CPU profile of every process of the product; slows it down
  --program FILE     another build of the product than src/main.ts
  --write            writes docs/reference/performance.md`;

export interface BenchOptions {
  readonly cluster: "embedded" | "real" | { readonly kubeconfig: string };
  readonly sections: readonly SectionName[];
  readonly sizes: Sizes;
  readonly profile: boolean;
  /** Absent: the sources. */
  readonly program?: string;
  readonly write: boolean;
}

/** Throws an `Error` with what to do about it. */
export function readBenchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      real: { type: "boolean", default: false },
      kubeconfig: { type: "string" },
      quick: { type: "boolean", default: false },
      only: { type: "string", multiple: true, default: [...SECTIONS] },
      profile: { type: "boolean", default: false },
      program: { type: "string" },
      write: { type: "boolean", default: false },
    },
  });
  const { real, kubeconfig, quick, profile, program, write } = values;
  if (real && kubeconfig !== undefined) throw new Error(`Either --real or --kubeconfig.\n\n${USAGE}`);
  const sections = SECTIONS.filter((name) => values.only.includes(name));
  const unknown = values.only.filter((name) => !SECTIONS.some((known) => known === name));
  if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(", ")}.\n\n${USAGE}`);
  if (write && (quick || profile || sections.length < SECTIONS.length)) {
    throw new Error("--write publishes figures: not those of --quick, --only or --profile.");
  }
  return {
    cluster: real ? "real" : kubeconfig === undefined ? "embedded" : { kubeconfig },
    sections,
    sizes: quick ? QUICK : FULL,
    profile,
    ...(program === undefined ? {} : { program }),
    write,
  };
}
