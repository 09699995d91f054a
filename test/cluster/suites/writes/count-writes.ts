// Writes as the API server itself counts them: `apiserver_request_total` of its metrics.
import type { ClusterUnderTest } from "../../cluster-under-test.ts";

const WRITES = new Set(["POST", "PUT", "PATCH", "APPLY", "DELETE", "DELETECOLLECTION"]);
const LINE = /^apiserver_request_total\{(?<labels>[^}]*)\} (?<value>\S+)$/gmu;
const LABEL = /(?<name>\w+)="(?<value>[^"]*)"/gu;

/** How many there were of each kind of write, like `PUT approvaltasks/status`. Refused ones end in ` refused`. */
export type WriteCounts = ReadonlyMap<string, number>;

function readLabels(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(LABEL)].map(({ groups }) => [groups?.["name"], groups?.["value"]]),
  );
}

function nameWrite(labels: Record<string, string>): string | undefined {
  const { verb = "", resource = "", subresource = "", code = "", dry_run: dryRun = "" } = labels;
  if (!WRITES.has(verb) || resource === "" || dryRun !== "") return undefined;
  const outcome = code.startsWith("2") ? "" : " refused";
  return `${verb} ${resource}${subresource === "" ? "" : `/${subresource}`}${outcome}`;
}

/** All writes since the API server started, by whomever. */
export async function countWrites(cluster: ClusterUnderTest): Promise<WriteCounts> {
  const { code, stdout, stderr } = await cluster.kubectl(["get", "--raw", "/metrics"]);
  if (code !== 0) throw new Error(`The API server's metrics cannot be read: ${stderr}`);
  const counts = new Map<string, number>();
  for (const { groups } of stdout.matchAll(LINE)) {
    const name = nameWrite(readLabels(groups?.["labels"] ?? ""));
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + Number(groups?.["value"]));
  }
  if (counts.size === 0) throw new Error("The API server's metrics count no write at all.");
  return counts;
}

/** What was added between two counts; kinds of which there was none are left out. */
export function subtractCounts(after: WriteCounts, before: WriteCounts): WriteCounts {
  const added = [...after].map(([name, count]) => [name, count - (before.get(name) ?? 0)] as const);
  return new Map(added.filter(([, count]) => count !== 0));
}
