import { createHash } from "node:crypto";

const LONGEST = 63;
const HEAD = LONGEST - 32;

function hash(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

/**
 * The name of something a parent has made: parent and suffix, or, beyond 63 characters, shortened with an MD5 in it
 * (knative's `kmeta.ChildName`, contract C33). All ASCII, so that characters are bytes.
 */
export function childName(parent: string, suffix: string): string {
  if (parent.length + suffix.length <= LONGEST) return parent + suffix;
  if (suffix.length < HEAD) return `${parent.slice(0, HEAD - suffix.length)}${hash(parent)}${suffix}`;
  const start = parent.slice(0, HEAD) + hash(parent + suffix);
  return (start + suffix).slice(0, Math.max(LONGEST, start.length)).replace(/[^a-zA-Z0-9]+$/u, "");
}

/** Names of the runs of a pipeline task: one, or `-0`, `-1`, … for the combinations of a matrix. */
export function runNames(pipelineRun: string, task: string, count: number): readonly string[] {
  if (count === 1) return [childName(pipelineRun, `-${task}`)];
  return Array.from({ length: count }, (_, index) => {
    const name = childName(pipelineRun, `-${task}-${index}`);
    if (name.endsWith(`-${index}`)) return name;
    return `${childName(pipelineRun, `-${task}`).slice(0, LONGEST - `-${count}`.length)}-${index}`;
  });
}
