// Hostile objects arrive by the thousand; then every run must have an end or people who are asked, and cancelling ends all.
import { setTimeout as sleep } from "node:timers/promises";
import * as fc from "fast-check";
import type { KubeObject, Resource } from "../../../src/kube/kube-api.ts";
import { readIfThere } from "../../../src/kube/read-if-there.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../../../src/objects/resources.ts";
import { PATIENCE_MS } from "../../../test/kit/until.ts";
import type { FuzzOptions } from "../fuzz-parts.ts";
import { type FuzzCluster, GUARDED, UNGUARDED } from "../world/fuzz-cluster.ts";
import { isObject } from "../world/json.ts";
import { judgeRun, type RawObject, type Standing } from "./judge-run.ts";
import { objectCase } from "./object-cases.ts";
import type { ObjectCase } from "./object-case.ts";
import { playCase } from "./play-case.ts";

const WORKERS = 6;
const BATCH = 500;
/** Of the longest that a run can need (opened, retried twice while it is looked at, ended), and as much again. */
const MOST_WRITES = 40;
/** The approval begins anew, and its run remembers the attempt before. */
const WRITES_OF_AN_ATTEMPT = 4;
const LOOK_MS = 2_000;

interface ObjectsOptions extends FuzzOptions<ObjectCase> {
  /** So many objects must have come into the cluster. */
  readonly objects: number;
}

/** Objects and what they lead to. */
export class ObjectFuzz {
  readonly #options: ObjectsOptions;
  readonly #cases = new Map<string, ObjectCase>();
  #stored = 0;
  #refused = 0;

  constructor(options: ObjectsOptions) {
    this.#options = options;
  }

  /** Plays cases until there were enough objects. */
  async arrive(): Promise<void> {
    const { kept, objects } = this.#options;
    await this.#playAll(kept);
    for (let batch = 0; this.#stored < objects; batch += 1) await this.#playAll(this.#draw(batch));
  }

  /** Resolves when every run has ended or asks, or time is up: then what does not is a failure. */
  async settle(): Promise<void> {
    await this.#judgeUntil("neither asks nor has ended", ({ kind }) => kind !== "stuck");
  }

  /** Cancels whatever waits: all must end. */
  async cancelAll(): Promise<void> {
    const { cluster } = this.#options;
    for (const { run, standing } of await this.#look()) {
      if (standing.kind === "ended" || standing.kind === "not ours") continue;
      await cancelRun(cluster, run);
    }
    await this.#judgeUntil(
      "has no end although it was cancelled",
      ({ kind }) => kind === "ended" || kind === "not ours",
    );
  }

  /** Nothing may have been written again and again, but for attempts that follow one another. */
  async checkWrites(): Promise<void> {
    const { cluster, checks } = this.#options;
    checks.pass(this.#cases.size);
    for (const [key, count] of cluster.writes.all.busierThan(MOST_WRITES)) {
      const name = key.split("/").at(-1) ?? "";
      const attempts = this.#cases.has(name) ? await countAttempts(cluster, name) : count;
      if (count <= MOST_WRITES + attempts * WRITES_OF_AN_ATTEMPT) continue;
      checks.fail("written again and again", `${count} writes to ${key} (${this.#aboutOf(key)})`);
      this.#keep(name);
    }
  }

  /** For the summary. */
  describe(): string {
    return `${this.#cases.size} cases, ${this.#stored} objects stored, ${this.#refused} acts refused`;
  }

  #draw(batch: number): readonly ObjectCase[] {
    return fc.sample(objectCase, { seed: this.#options.seed + batch, numRuns: BATCH });
  }

  async #playAll(cases: readonly ObjectCase[]): Promise<void> {
    const rest = cases.values();
    await Promise.all(
      Array.from({ length: WORKERS }, async () => {
        for (const each of rest) await this.#play(each);
      }),
    );
  }

  async #play(each: ObjectCase): Promise<void> {
    const { cluster, product, checks } = this.#options;
    if (!product.isRunning) return;
    const name = `case-${this.#cases.size}`;
    this.#cases.set(name, each);
    try {
      const { stored, refused } = await playCase(cluster, each, name);
      this.#stored += stored;
      this.#refused += refused;
    } catch (error) {
      checks.fail("a case could not be played", `${each.about}: ${String(error)}`);
    }
  }

  async #judgeUntil(failure: string, isFine: (standing: Standing) => boolean): Promise<void> {
    const { checks, product } = this.#options;
    const deadline = performance.now() + PATIENCE_MS;
    let looked = await this.#look();
    while (
      performance.now() < deadline &&
      product.isRunning &&
      looked.some(({ standing }) => !isFine(standing))
    ) {
      await sleep(LOOK_MS);
      looked = await this.#look();
    }
    for (const { run, standing } of looked) {
      if (isFine(standing)) checks.pass();
      else {
        const { name } = run.metadata;
        const why = standing.kind === "stuck" ? standing.why : standing.kind;
        checks.fail(`a run ${failure}`, `${name}, ${this.#aboutOf(name)}: ${why}`);
        this.#keep(name);
      }
    }
  }

  async #look(): Promise<readonly { readonly run: RawObject; readonly standing: Standing }[]> {
    const { cluster } = this.#options;
    const [runs, tasks] = [await listAll(cluster, CUSTOM_RUNS), await listAll(cluster, APPROVAL_TASKS)];
    const byName = new Map(tasks.map((task) => [nameOf(task), task]));
    return runs.map((run) => ({ run, standing: judgeRun(run, byName.get(nameOf(run))) }));
  }

  #aboutOf(key: string): string {
    const found = this.#cases.get(key.split("/").at(-1) ?? "");
    return found === undefined ? "not of a case" : `${found.about}, by the ${found.door}`;
  }

  #keep(name: string): void {
    const found = this.#cases.get(name);
    if (found !== undefined) this.#options.keep(found);
  }
}

function nameOf({ metadata: { namespace = "", name } }: KubeObject): string {
  return `${namespace}/${name}`;
}

async function listAll({ api }: FuzzCluster, resource: Resource): Promise<readonly RawObject[]> {
  const lists = await Promise.all(
    [GUARDED, UNGUARDED].map((namespace) => api.list<RawObject>(resource, { namespace })),
  );
  return lists.flatMap(({ items }) => items);
}

/** Attempts of the run of a case that are over. */
async function countAttempts({ api }: FuzzCluster, name: string): Promise<number> {
  const runs = await Promise.all(
    [GUARDED, UNGUARDED].map((namespace) => readIfThere<RawObject>(api, CUSTOM_RUNS, { namespace, name })),
  );
  const statuses = runs.map((run) => run?.status).filter(isObject);
  return statuses.flatMap(({ retriesStatus }) => retriesStatus ?? []).length;
}

/** As `tkn` or a person would; where even that is refused, the run is planted with the wish. */
async function cancelRun({ api, kube }: FuzzCluster, run: RawObject): Promise<void> {
  const { namespace = "", name } = run.metadata;
  const spec = { status: "RunCancelled" };
  try {
    await api.patch(CUSTOM_RUNS, { namespace, name }, { type: "merge", body: { spec } });
  } catch {
    const now = await readIfThere<RawObject>(api, CUSTOM_RUNS, { namespace, name });
    if (now !== undefined) kube.plant({ ...now, spec: { ...(now.spec as object), ...spec } });
  }
}
