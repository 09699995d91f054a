/** A `.cpuprofile`, as far as it is read (V8 inspector protocol, type `Profiler.Profile`). Times are microseconds. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly startTime: number;
  /** The node that was running, at each tick. */
  readonly samples: readonly number[];
  /** How long after the tick before, or after `startTime`; not always rising. */
  readonly timeDeltas: readonly number[];
}

/** Part of a profile, in milliseconds since it began. */
export interface ProfileWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface SelfTime {
  readonly name: string;
  readonly ms: number;
}

export interface ProfileSummary {
  /** Without the time in which nothing ran. */
  readonly busyMs: number;
  readonly wallMs: number;
  /** A folder of ours, a package, a module of Node, or what V8 does by itself; most time first. */
  readonly places: readonly SelfTime[];
  readonly functions: readonly SelfTime[];
}

const IDLE = new Set(["(idle)", "(root)"]);

/** Where the time of a window went: each function's own, without what it called. */
export function summarizeProfile(profile: CpuProfile, { fromMs, toMs }: ProfileWindow): ProfileSummary {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const places = new Map<string, number>();
  const functions = new Map<string, number>();
  let atUs = 0;
  let busyUs = 0;
  let wallUs = 0;
  for (const [position, id] of profile.samples.entries()) {
    atUs += profile.timeDeltas[position] ?? 0;
    // The sample holds until the next tick.
    const lastedUs = profile.timeDeltas[position + 1] ?? 0;
    const frame = frames.get(id);
    if (frame === undefined || atUs < fromMs * 1000 || atUs >= toMs * 1000) continue;
    wallUs += lastedUs;
    if (IDLE.has(frame.functionName)) continue;
    busyUs += lastedUs;
    const place = placeOf(frame);
    add(places, place, lastedUs);
    add(functions, `${frame.functionName || "(anonymous)"} [${place}]`, lastedUs);
  }
  return {
    busyMs: busyUs / 1000,
    wallMs: wallUs / 1000,
    places: rank(places),
    functions: rank(functions),
  };
}

function placeOf({ functionName, url }: CpuProfile["nodes"][number]["callFrame"]): string {
  if (/^\(.+\)$/u.test(functionName)) return functionName;
  if (url === "") return "native";
  if (url.startsWith("node:")) return url.split("/").slice(0, 2).join("/");
  const packaged = /.*\/node_modules\/(?<name>(?:@[^/]+\/)?[^/]+)/u.exec(url)?.groups?.["name"];
  if (packaged !== undefined) return packaged;
  return /\/(?<place>src\/[^/]+|dist)\b/u.exec(url)?.groups?.["place"] ?? url;
}

function add(times: Map<string, number>, name: string, us: number): void {
  times.set(name, (times.get(name) ?? 0) + us);
}

function rank(times: ReadonlyMap<string, number>): readonly SelfTime[] {
  return [...times].map(([name, us]) => ({ name, ms: us / 1000 })).toSorted((a, b) => b.ms - a.ms);
}
