// Runs some tests of one file, each named by its suites and title or by the title alone, on an embedded cluster of this
// very tree if asked to. Prints what each came to, as one line of JSON, and nothing of a file that cannot be read.
import { join } from "node:path";
import { run } from "node:test";
import { parseArgs } from "node:util";
import { startEmbeddedCluster } from "../../test/cluster/open-embedded-cluster.ts";

/** What one test came to. */
export interface PlayedTest {
  readonly title: string;
  readonly passed: boolean;
  /** Why it failed; empty when it did not. */
  readonly reason: string;
}

const ROOT = join(import.meta.dirname, "../..");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { embedded: { type: "boolean", default: false } },
});
const [file = "", ...names] = positionals;

function describeFailure(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function print(played: PlayedTest): void {
  if (names.some((name) => name.endsWith(played.title))) console.log(JSON.stringify(played));
}

const cluster = values.embedded ? await startEmbeddedCluster() : undefined;
// The test's process inherits it.
if (cluster !== undefined) process.env["COUNTERSIGN_CLUSTER"] = cluster.clusterFile;
const stream = run({
  files: [join(ROOT, file)],
  testNamePatterns: names.map((name) => new RegExp(name.replaceAll(/[^\p{L}\p{N} ]/gu, "."), "u")),
});
stream.on("test:pass", ({ name, skip }) => {
  if (skip === undefined || skip === false) print({ title: name, passed: true, reason: "" });
});
stream.on("test:fail", ({ name, details }) => {
  print({ title: name, passed: false, reason: describeFailure(details.error) });
});
stream.resume();
await new Promise((resolve) => stream.once("end", resolve));
await cluster?.close();
process.exit();
