// The status a kubelet reports for a pod of Tekton's. Kubernetes API reference, `core/v1 PodStatus`.
import { type Container, isStep, type Pod } from "./pod.ts";
import { nowInSeconds, type StepEnd } from "./run-step.ts";

function containerStatus({ name, image }: Container, state: object, ready: boolean): object {
  return { name, image, imageID: image, ready, started: ready, restartCount: 0, state };
}

/** Everything runs and is ready: Tekton then lets the first step begin. */
export function runningStatus({ spec }: Pod): object {
  const startedAt = nowInSeconds();
  return {
    phase: "Running",
    startTime: startedAt,
    containerStatuses: spec.containers.map((container) =>
      containerStatus(container, { running: { startedAt } }, true),
    ),
  };
}

/** Both times are required: without them Tekton cannot write its TaskRun's status. */
function terminated(end: StepEnd): object {
  const { exitCode, startedAt, finishedAt, message } = end;
  return {
    terminated: { exitCode, reason: exitCode === 0 ? "Completed" : "Error", startedAt, finishedAt, message },
  };
}

/** The steps have ended; sidecars are ended with them. */
export function endedStatus({ spec }: Pod, ends: ReadonlyMap<string, StepEnd>): object {
  const now = nowInSeconds();
  const sidecar: StepEnd = { exitCode: 0, startedAt: now, finishedAt: now, message: "", output: "" };
  const failed = [...ends.values()].some(({ exitCode }) => exitCode !== 0);
  return {
    phase: failed ? "Failed" : "Succeeded",
    containerStatuses: spec.containers.map((container) =>
      containerStatus(
        container,
        terminated((isStep(container) ? ends.get(container.name) : undefined) ?? sidecar),
        false,
      ),
    ),
  };
}
