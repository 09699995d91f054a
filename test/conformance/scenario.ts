// Registers the scenarios; their numbers are those of the table that they come from, and of docs/reference/conformance.md.
import { test, type TestContext } from "node:test";
import { openCluster } from "../cluster/cluster-under-test.ts";
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
