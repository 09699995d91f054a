// Registers the scenarios; their numbers are those of the table that they come from, and of docs/reference/conformance.md.
import { test, type TestContext } from "node:test";
import { ShiftedTime } from "../kit/shifted-time.ts";
import { connectCluster, openCluster } from "../cluster/cluster-under-test.ts";
import { startEmbeddedCluster } from "../cluster/open-embedded-cluster.ts";
import { World } from "./world.ts";

const LIMIT_MS = 180_000;

export const cluster = await openCluster();

export interface ScenarioOptions {
  /** Why it does not run here; false when it does. */
  readonly skip?: string | false;
}

/** Registers one scenario. It gets a world of its own; see `World`. */
export function scenario(
  number: number,
  title: string,
  play: (world: World, t: TestContext) => Promise<void>,
  { skip = false }: ScenarioOptions = {},
): void {
  test(`Scenario ${number}: ${title}`, { skip, timeout: LIMIT_MS }, async (t) => {
    await play(await World.open(cluster, t), t);
  });
}

/**
 * Registers one scenario in which long times go by: see `World.letPass`. On the embedded cluster it gets a cluster of its
 * own, since time goes by for all that is on it.
 */
export function timedScenario(
  number: number,
  title: string,
  play: (world: World) => Promise<void>,
  options: ScenarioOptions = {},
): void {
  if (cluster.tekton !== "small") return scenario(number, title, play, options);
  test(`Scenario ${number}: ${title}`, { timeout: LIMIT_MS }, async (t) => {
    const time = new ShiftedTime();
    const started = await startEmbeddedCluster(time);
    const own = await connectCluster(started.clusterFile);
    const world = await World.open(own, t, time);
    // After the world, which ends what runs on it.
    t.after(async () => {
      own.close();
      await started.close();
    });
    await play(world);
  });
}
