import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { LeaderElection, type LeaderElectionOptions } from "../kube/leader-election.ts";

/** `identity` is new with each start when absent. */
type Election = Omit<LeaderElectionOptions, "name" | "identity" | "onStartedLeading" | "onStoppedLeading"> &
  Partial<Pick<LeaderElectionOptions, "identity">>;

/** What one replica of several does. */
interface Work {
  resume(): void;
  pause(): Promise<void>;
}

/** Has one replica of several do the work, for efficiency alone: two at work are harmless. Without an election each works. */
export function electWorker(
  works: readonly Work[],
  election: Election | undefined,
): Pick<LeaderElection, "start" | "stop"> {
  const resume = (): void => works.forEach((work) => work.resume());
  const pause = async (): Promise<void> => void (await Promise.all(works.map((work) => work.pause())));
  if (election === undefined) return { start: resume, stop: pause };
  return new LeaderElection({
    identity: `${hostname()}_${randomUUID()}`,
    ...election,
    name: "countersign",
    onStartedLeading: resume,
    onStoppedLeading: () => {
      pause().catch((err: unknown) => election.logger.error({ err }, "The controller could not be paused."));
    },
  });
}
