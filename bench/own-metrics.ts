// What the product says of itself on /metrics.

const READS = new Set(["get", "list", "watch"]);
const REQUEST = /^countersign_kube_request_duration_seconds_count\{(?<labels>[^}]*)\} (?<count>\S+)$/gmu;
const NOTICE = /^countersign_notices_total\{(?<labels>[^}]*)\} (?<count>\S+)$/gmu;

export async function readOwnMetrics(url: string): Promise<string> {
  const answer = await fetch(`${url}/metrics`);
  if (!answer.ok) throw new Error(`${url}/metrics was answered ${answer.status}`);
  return await answer.text();
}

/** Requests that were to change an object of the cluster, Leases aside: they are renewed whatever happens. */
export function countWrites(metrics: string): number {
  return readCounts(metrics, REQUEST)
    .filter(({ labels }) => !READS.has(valueOf(labels, "verb")) && valueOf(labels, "resource") !== "leases")
    .reduce((sum, { count }) => sum + count, 0);
}

/** Messages that were accepted on channels of that kind. */
export function countSent(metrics: string, channel: string): number {
  return readCounts(metrics, NOTICE)
    .filter(({ labels }) => valueOf(labels, "channel") === channel && valueOf(labels, "outcome") === "sent")
    .reduce((sum, { count }) => sum + count, 0);
}

/** JavaScript's part of the memory, in kilobytes; the rest is code, stacks, buffers and what V8 keeps free. */
export function readHeapKb(metrics: string): number {
  return Number(/^nodejs_heap_size_used_bytes (\S+)$/mu.exec(metrics)?.[1]) / 1024;
}

function readCounts(metrics: string, line: RegExp): readonly { labels: string; count: number }[] {
  return [...metrics.matchAll(line)].map(({ groups }) => ({
    labels: groups?.["labels"] ?? "",
    count: Number(groups?.["count"]),
  }));
}

function valueOf(labels: string, name: string): string {
  return new RegExp(`${name}="([^"]*)"`, "u").exec(labels)?.[1] ?? "";
}
