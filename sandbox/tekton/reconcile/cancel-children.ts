import type { KubeApi, Resource } from "../../../src/kube/kube-api.ts";
import { isNotFound } from "../../../src/kube/kube-error.ts";
import { CUSTOM_RUNS } from "../../../src/objects/resources.ts";
import type { ChildReference } from "../objects/pipeline-run.ts";
import { TASK_RUNS } from "../objects/resources.ts";

/** What a child's spec says of its end. */
export interface CancelState {
  readonly status?: string;
  readonly statusMessage?: string;
  readonly isDone: boolean;
}

export interface CancelInput {
  readonly api: KubeApi;
  readonly namespace: string;
  readonly messages: Readonly<Record<ChildReference["kind"], string>>;
  /** Undefined when there is no such child any more. */
  readonly find: (child: ChildReference) => CancelState | undefined;
}

const WORDS = { TaskRun: "TaskRunCancelled", CustomRun: "RunCancelled" } as const;
const RESOURCES: Readonly<Record<ChildReference["kind"], Resource>> = {
  TaskRun: TASK_RUNS,
  CustomRun: CUSTOM_RUNS,
};

/**
 * Asks the children to end, by the JSON patch that Tekton sends (contract C45, C47, C52): CustomRuns also when they have
 * ended long since; TaskRuns only while they run, since their spec cannot change afterwards. Those that are gone are no
 * obstacle. Rejects when the API server refuses one for another reason; a repetition does no harm.
 */
export async function cancelChildren(children: readonly ChildReference[], input: CancelInput): Promise<void> {
  for (const child of children) {
    const state = input.find(child);
    if (state !== undefined && needsPatch(child, state, input.messages[child.kind]))
      await cancelChild(child, input);
  }
}

function needsPatch(
  { kind }: ChildReference,
  { status, statusMessage, isDone }: CancelState,
  message: string,
): boolean {
  if (kind === "TaskRun" && isDone) return false;
  return status !== WORDS[kind] || statusMessage !== message;
}

async function cancelChild(
  { kind, name }: ChildReference,
  { api, namespace, messages }: CancelInput,
): Promise<void> {
  const body = [
    { op: "add", path: "/spec/status", value: WORDS[kind] },
    { op: "add", path: "/spec/statusMessage", value: messages[kind] },
  ];
  try {
    await api.patch(RESOURCES[kind], { namespace, name }, { type: "json", body });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
