// Puts bugs into what the suites show, on clusters of their own, and sees whether the test that is named for each fails
// for the reason that is given.
import type { OpenCluster } from "../../test/cluster/open-cluster.ts";
import { DEFINITION_FILE } from "./install-definition.ts";
import { type Played, playCatchers, type Stage, withDefinition } from "./play-catchers.ts";
import { SeededTree } from "./seeded-tree.ts";
import type { Catcher, Ground, SuiteBug } from "./suite-bug.ts";
import type { Trial } from "./trial.ts";

const LANES = 2;
const GROUNDS: Readonly<Record<Ground, string>> = {
  embedded: "the embedded cluster",
  real: "the real cluster",
  none: "no cluster",
};

/** Rejects when a named test does not pass without a bug: it could show nothing. */
export async function trySuiteBugs(bugs: readonly SuiteBug[], real: OpenCluster | undefined): Promise<Trial> {
  const trial = { caught: 0, missed: 0 };
  const count = async (bug: SuiteBug, stage: Stage): Promise<void> => {
    const { isCaught, told } = await tryBug(stage, bug).catch((error: unknown) => miss(String(error)));
    trial[isCaught ? "caught" : "missed"] += 1;
    console.log(`${isCaught ? "caught" : "MISSED"} ${bug.name}, on ${GROUNDS[bug.on]}\n  ${told}`);
  };
  await Promise.all(
    [
      { part: bugs.filter(({ on }) => on !== "real"), lanes: LANES },
      // One cluster, so one after the other: some stop parts of it, some count what is written to it.
      { part: bugs.filter(({ on }) => on === "real"), lanes: 1 },
    ].map(async ({ part, lanes }) => {
      const stages = Array.from({ length: Math.min(lanes, part.length) }, () => ({
        tree: new SeededTree(),
        real,
      }));
      try {
        await shareOut(stages, groupCatchers(part), checkClean);
        await shareOut(stages, part, (stage, bug) => count(bug, stage));
      } finally {
        for (const { tree } of stages) tree.remove();
      }
    }),
  );
  return trial;
}

/** Does all jobs, each stage one at a time. */
async function shareOut<J>(
  stages: readonly Stage[],
  jobs: readonly J[],
  act: (stage: Stage, job: J) => Promise<void>,
): Promise<void> {
  const rest = jobs.values();
  await Promise.all(
    stages.map(async (stage) => {
      for (const job of rest) await act(stage, job);
    }),
  );
}

interface CleanRun {
  readonly on: Ground;
  readonly catchers: readonly [Catcher, ...Catcher[]];
}

/** The tests of one file on one ground are run together. */
function groupCatchers(bugs: readonly SuiteBug[]): readonly CleanRun[] {
  const groups = Map.groupBy(bugs, ({ on, caughtBy }) => `${on} ${caughtBy.file}`);
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = new Map(group.map(({ caughtBy }) => [caughtBy.title, caughtBy])).values();
    return first === undefined ? [] : [{ on: group[0]?.on ?? "none", catchers: [first, ...others] }];
  });
}

async function checkClean(stage: Stage, { on, catchers }: CleanRun): Promise<void> {
  const { tests, output } = await playCatchers(stage, on, catchers);
  for (const { file, title } of catchers) {
    const [test, ...others] = tests.filter((candidate) => candidate.title === title);
    const told = `without a bug, ${file}: "${title}"`;
    if (test === undefined || others.length > 0) throw new Error(`${told} did not run once:\n${output}`);
    if (!test.passed) throw new Error(`${told} fails, so it can show nothing: ${test.reason}`);
  }
}

interface Judgement {
  readonly isCaught: boolean;
  /** By what it was caught, or why it was not. */
  readonly told: string;
}

function miss(told: string): Judgement {
  return { isCaught: false, told };
}

async function tryBug(stage: Stage, bug: SuiteBug): Promise<Judgement> {
  const { suite, on, file, caughtBy, says } = bug;
  const test = `${suite}: ${caughtBy.title}`;
  const play = (): Promise<Played> => playCatchers(stage, on, [caughtBy]);
  const { tests, output } = await stage.tree.withBug(bug, () =>
    on === "real" && file === DEFINITION_FILE ? withDefinition(stage, play) : play(),
  );
  const [played] = tests;
  if (played === undefined) return miss(`did not run: ${test}\n${output}`);
  if (played.passed) return miss(`passes: ${test}`);
  const found = says.exec(played.reason);
  if (found === null) return miss(`fails for another reason: ${test}\n${played.reason}`);
  return { isCaught: true, told: `by ${test}, which says: ${found[0]}` };
}
