import { parseArgs } from "node:util";

import { SECTION_NAMES, type SectionName } from "./sections.ts";
import { FULL, QUICK, type Sizes } from "./sizes.ts";

export const USAGE = `Usage: npm run bench -- [options]

  --real             on a control plane of our own, started for it (needs Go once)
  --kubeconfig FILE  on a cluster that is there; without either, on the embedded API
  --quick            less of everything, under a minute: to see that it works
  --only NAME        a part of it, may be repeated: ${SECTION_NAMES.join(", ")}
  --sources          runs the product from its sources, not as the image does
  --profile          with a CPU profile of every process of the product, from its sources; slows it down
  --write            writes docs/reference/performance.md; with --only, those parts of it`;

export interface BenchOptions {
  readonly cluster: "embedded" | "real" | { readonly kubeconfig: string };
  readonly sections: readonly SectionName[];
  readonly sizes: Sizes;
  readonly profile: boolean;
  /** Whether the product runs from its sources; else as the image runs it. */
  readonly sources: boolean;
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
      only: { type: "string", multiple: true, default: [...SECTION_NAMES] },
      profile: { type: "boolean", default: false },
      sources: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
    },
  });
  const { real, kubeconfig, quick, profile, write } = values;
  if (real && kubeconfig !== undefined) throw new Error(`Either --real or --kubeconfig.\n\n${USAGE}`);
  const sections = SECTION_NAMES.filter((name) => values.only.includes(name));
  const unknown = values.only.filter((name) => !SECTION_NAMES.some((known) => known === name));
  if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(", ")}.\n\n${USAGE}`);
  // A profile names files, and the image's are few.
  const sources = values.sources || profile;
  if (write && (quick || sources)) {
    throw new Error("--write publishes figures: not those of --quick, --sources or --profile.");
  }
  return {
    cluster: real ? "real" : kubeconfig === undefined ? "embedded" : { kubeconfig },
    sections,
    sizes: quick ? QUICK : FULL,
    profile,
    sources,
    write,
  };
}
