// Runs suites, a process for each file, and counts what they did.
import { globSync } from "node:fs";
import { join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { inspect } from "node:util";
import type { OpenCluster } from "../open-cluster.ts";
import type { Suite } from "./suites.ts";

const ROOT = join(import.meta.dirname, "../../..");

export interface TestOutcome {
  readonly suite: string;
  readonly name: string;
  readonly outcome: "passed" | "failed" | "skipped";
  /** Why it was skipped, or what failed. */
  readonly reason?: string;
}

interface TestEvent {
  readonly name: string;
  readonly skip?: string | boolean;
  readonly details: { readonly type?: string; readonly error?: Error };
}

function outcomeOf({ skip, details }: TestEvent, passed: boolean): Pick<TestOutcome, "outcome" | "reason"> {
  if (skip !== undefined && skip !== false) {
    return { outcome: "skipped", reason: skip === true ? "no reason was given" : skip };
  }
  return passed ? { outcome: "passed" } : { outcome: "failed", reason: describeFailure(details.error) };
}

/** The runner wraps what the test threw. */
function describeFailure(error: Error | undefined): string {
  const cause = error?.cause ?? error;
  return cause instanceof Error ? cause.message : inspect(cause);
}

async function runSuite({ name, files }: Suite, signal: AbortSignal): Promise<TestOutcome[]> {
  const outcomes: TestOutcome[] = [];
  const stream = run({
    files: globSync(files, { cwd: ROOT }).map((file) => join(ROOT, file)),
    concurrency: 1,
    signal,
  });
  const record = (event: TestEvent, passed: boolean): void => {
    if (event.details.type === "suite") return;
    outcomes.push({ suite: name, name: event.name, ...outcomeOf(event, passed) });
  };
  stream.on("test:pass", (event) => record(event, true));
  stream.on("test:fail", (event) => record(event, false));
  console.log(`\n## ${name}`);
  stream.compose(spec).pipe(process.stdout);
  await new Promise<void>((resolve, reject) => {
    stream.once("end", resolve);
    stream.once("error", reject);
  });
  return outcomes;
}

/** Runs the suites one after the other. Rejects only when the cluster fails. */
export async function runSuites(suites: readonly Suite[], cluster: OpenCluster): Promise<TestOutcome[]> {
  // The runner's processes inherit it.
  process.env["COUNTERSIGN_CLUSTER"] = cluster.clusterFile;
  const stop = new AbortController();
  const outcomes: TestOutcome[] = [];
  try {
    for (const suite of suites) {
      outcomes.push(...(await Promise.race([runSuite(suite, stop.signal), cluster.failed])));
    }
  } finally {
    stop.abort();
  }
  return outcomes;
}
