import type { KubeObject } from "../../src/kube/kube-api.ts";
import { countOpen } from "../../src/objects/approval/notices/list-due.ts";
import { FakeTimers } from "../../test/kit/fake-timers.ts";
import { Chance } from "./chance.ts";
import { Cluster } from "./cluster.ts";
import { PEOPLE, voterOf } from "./people.ts";
import { ReplicaPlace, type Death } from "./place.ts";
import type { SentWrite } from "./replica-api.ts";
import type { Place, Schedule, TimedHappening } from "./schedule.ts";
import { Sink } from "./sink.ts";
import { Scene } from "./scene.ts";
import { readWorld } from "./world.ts";
import type { GivenVote, Story } from "./story.ts";
import { inVirtualProcess } from "./virtual-process.ts";

/** A whole list comes at the latest after 5 minutes; until then a cache may still miss what its watch lost. */
const UNTIL_PEOPLE_FINISH_MS = 5.5 * 60_000;
const UNTIL_GIVEN_UP_MS = 30 * 60_000;
const LOOK_EVERY_MS = 15_000;
/** A watch that fell silent is given up after 45 s: what it missed comes then, and is looked at from its beginning. */
const UNTIL_WATCHES_ARE_HEARD_MS = 60_000;
/** Longer than the next whole list is away. */
const QUIET_MS = 5.5 * 60_000;
/** A real garbage collector is behind by as much as the cluster is busy. */
const GARBAGE_AFTER_MS: readonly [number, ...number[]] = [0, 10, 500, 15_000];
const STEP_MS = 1_000;
/** More than any schedule has reason for; what more would show is shown by so many. */
const RUNAWAY_WRITES = 2_000;

/** Plays a schedule to its end, and tells all that happened. */
export async function playSchedule(schedule: Schedule): Promise<Story> {
  const time = new FakeTimers();
  const chance = new Chance(schedule.seed ^ 0x5eed);
  return await inVirtualProcess(time, chance, () => new Play(schedule, time, chance).toEnd());
}

class Play {
  readonly #schedule: Schedule;
  readonly #time: FakeTimers;
  readonly #startMs: number;
  readonly #cluster: Cluster;
  readonly #scene: Scene;
  readonly #sink: Sink | undefined;
  readonly #places: readonly [ReplicaPlace, ReplicaPlace];
  readonly #votes: GivenVote[] = [];
  readonly #sent: SentWrite[] = [];
  readonly #deaths: Death[] = [];
  #isCalm = false;

  constructor(schedule: Schedule, time: FakeTimers, chance: Chance) {
    this.#schedule = schedule;
    this.#time = time;
    this.#startMs = time.now();
    this.#cluster = new Cluster({
      clock: time,
      deferGarbage: (work) => time.after(chance.pick(GARBAGE_AFTER_MS), work),
    });
    this.#scene = new Scene(this.#cluster, time);
    const { leadership, seed, tells } = schedule;
    this.#sink = tells ? new Sink(time, seed) : undefined;
    const place = (number: Place): ReplicaPlace =>
      new ReplicaPlace({
        number,
        cluster: this.#cluster,
        time,
        chance,
        leadership,
        sink: this.#sink,
        onSent: (write) => this.#sent.push(write),
        onDeath: (death) => this.#deaths.push(death),
      });
    this.#places = [place(0), place(1)];
  }

  async toEnd(): Promise<Story> {
    for (const place of this.#places) place.start();
    for (const happening of this.#schedule.happenings) {
      await this.#advanceTo(happening.atMs);
      await this.#do(happening);
    }
    await this.#advanceTo(this.#schedule.calmAtMs);
    const calmMs = this.#time.now();
    this.#isCalm = true;
    for (const place of this.#places) place.calm();
    this.#sink?.calm();
    // A run that must end does so whoever holds it; one whose approval somebody holds waits for it to go.
    for (const { metadata } of readWorld(this.#cluster.chronicle).approvals) {
      await this.#scene.play({ what: "letApprovalGo", name: metadata.name });
    }
    const settledMs = await this.#settle(calmMs);
    if (settledMs !== undefined) await this.#advanceTo(settledMs - this.#startMs + QUIET_MS);
    return {
      schedule: this.#schedule,
      startMs: this.#startMs,
      calmMs,
      settledMs,
      endMs: this.#time.now(),
      chronicle: this.#cluster.chronicle,
      votes: this.#votes,
      sent: this.#sent,
      deaths: this.#deaths,
      accepted: this.#sink?.accepted ?? [],
    };
  }

  /** Waits until there is nothing left to do; people who are asked answer after a while. */
  async #settle(calmMs: number): Promise<number | undefined> {
    const lateMs = calmMs + UNTIL_GIVEN_UP_MS;
    while (this.#time.now() < lateMs && !this.#isRunaway) {
      await this.#advanceTo(this.#time.now() - this.#startMs + LOOK_EVERY_MS);
      if (this.#time.now() >= calmMs + UNTIL_WATCHES_ARE_HEARD_MS && this.#isSettled())
        return this.#time.now();
      if (this.#time.now() >= calmMs + UNTIL_PEOPLE_FINISH_MS) await this.#letPeopleFinish();
    }
    return undefined;
  }

  #isSettled(): boolean {
    const { runs, approvals } = readWorld(this.#cluster.chronicle);
    const lastMs = this.#sent.at(-1)?.atMs ?? 0;
    return (
      runs.every(({ status }) => status?.completionTime !== undefined) &&
      approvals.every(({ status }) => status?.startTime === undefined || status.decision !== undefined) &&
      approvals.every((approval) => countOpen(approval).size === 0) &&
      this.#time.now() - lastMs >= LOOK_EVERY_MS
    );
  }

  async #letPeopleFinish(): Promise<void> {
    for (const { metadata } of readWorld(this.#cluster.chronicle).runs.filter(isUnfinished)) {
      for (const by of PEOPLE) {
        this.#vote({ name: metadata.name, by, decision: "approve", place: 0 });
        await this.#time.advance(1000);
      }
    }
  }

  async #do(happening: TimedHappening): Promise<void> {
    switch (happening.what) {
      case "vote":
        return this.#vote(happening);
      case "watchWeather":
        return this.#places[happening.place].setWatchWeather(happening.watched, happening.weather);
      case "requestWeather":
        return this.#places[happening.place].setRequestWeather(happening.weather);
      case "compact":
        return this.#cluster.compact();
      case "kill":
        return this.#places[happening.place].kill(happening.downMs);
      case "killAtWrite":
        return this.#places[happening.place].killAtWrite(happening.write, happening.cut, happening.downMs);
      case "createRun":
      case "deleteRun":
      case "cancelRun":
      case "endRun":
      case "finishPipelineRun":
      case "deletePipelineRun":
      case "deleteApproval":
      case "holdRun":
      case "holdApproval":
      case "letRunGo":
      case "letApprovalGo":
        return await this.#scene.play(happening);
    }
  }

  /** Nobody waits for the answer: it comes when it comes, or never. */
  #vote({ name, by, decision, place }: Pick<GivenVote, "name" | "by" | "decision"> & { place: Place }): void {
    const position = this.#votes.length;
    const comment = `vote ${position}`;
    const given = { comment, atMs: this.#time.now(), name, by, decision, inCalm: this.#isCalm };
    const tell = (told: GivenVote["told"]): void => void (this.#votes[position] = { ...given, told });
    tell("silence");
    this.#places[place].approvals
      ?.castVote({
        ref: { namespace: "default", name },
        voter: voterOf(by),
        decision,
        comment,
        via: "api",
      })
      .then(
        (result) => tell(result.ok ? "recorded" : result.error.kind),
        () => tell("failed"),
      );
  }

  /** In steps, so that writes without end are noticed before they take for ever. */
  async #advanceTo(atMs: number): Promise<void> {
    const untilMs = this.#startMs + atMs;
    while (this.#time.now() < untilMs && !this.#isRunaway) {
      await this.#time.advance(Math.min(STEP_MS, untilMs - this.#time.now()));
    }
  }

  get #isRunaway(): boolean {
    return this.#sent.length > RUNAWAY_WRITES;
  }
}

function isUnfinished({ status }: KubeObject & { readonly status?: { readonly completionTime?: string } }) {
  return status?.completionTime === undefined;
}
