import type { RunView } from "./run-view.ts";

export interface Failure {
  /** Name of the task; undefined: it is the pipeline run itself that failed. */
  readonly task: string | undefined;
  readonly message: string;
}

/** Why a pipeline run failed: what the runs of its tasks say that did, else what it says itself. None when it did not. */
export function listFailures(run: RunView): readonly Failure[] {
  if (run.state !== "failed" && run.state !== "timedOut") return [];
  const failures = run.layers
    .flat()
    .flatMap(({ name, children }) =>
      children
        .filter(({ state }) => state === "failed" || state === "timedOut" || state === "rejected")
        .map(({ message }) => ({ task: name, message })),
    );
  return failures.length > 0 ? failures : [{ task: undefined, message: run.message }];
}
