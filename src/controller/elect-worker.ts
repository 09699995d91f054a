import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { LeaderElection, type LeaderElectionOptions } from "../kube/leader-election.ts";
import type { Controller } from "./controller.ts";

/** `identity` is new with each start when absent. */
type Election = Omit<LeaderElectionOptions, "name" | "identity" | "onStartedLeading" | "onStoppedLeading"> &
  Partial<Pick<LeaderElectionOptions, "identity">>;

/** Has one replica of several do the work, for efficiency alone: two at work are harmless. Without an election each works. */
export function electWorker(
  controller: Controller,
  election: Election | undefined,
): Pick<LeaderElection, "start" | "stop"> {
  if (election === undefined) return { start: () => controller.resume(), stop: () => controller.pause() };
  return new LeaderElection({
    identity: `${hostname()}_${randomUUID()}`,
    ...election,
    name: "countersign",
    onStartedLeading: () => controller.resume(),
    onStoppedLeading: () => {
      controller
        .pause()
        .catch((err: unknown) => election.logger.error({ err }, "The controller could not be paused."));
    },
  });
}
