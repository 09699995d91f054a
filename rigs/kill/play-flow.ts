import assert from "node:assert/strict";

import type { KubeApi } from "../../src/kube/kube-api.ts";
import { readIfThere } from "../../src/kube/read-if-there.ts";
import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import type { CustomRun } from "../../src/objects/run/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../../src/objects/resources.ts";
import { checkMessages, isRequestSent, isSettled } from "./check-messages.ts";
import type { Answer, Flow } from "./flows.ts";
import type { MessageSink } from "./message-sink.ts";
import { until } from "../../test/kit/until.ts";
import { makeAskingRun } from "../../test/kit/make-run.ts";
import { signIn } from "../../test/kit/suite-auth.ts";

export interface Stage {
  readonly api: KubeApi;
  readonly namespace: string;
  /** The product's address. */
  readonly url: string;
  /** Starts the product again when it was killed; resolves when it is ready. */
  readonly revive: () => Promise<void>;
  /** What came to the channel of that flow. */
  readonly messages: Pick<MessageSink, "about">;
  /** How often the product was killed so far. */
  readonly kills: () => number;
}

/** Plays a flow like people who look again when something went wrong, and checks what it comes to. */
export async function playFlow(stage: Stage, flow: Flow, name: string): Promise<void> {
  const before = stage.kills();
  const wasKilled = (): boolean => stage.kills() > before;
  const params = { pipeline: "kill-test", ...flow.params };
  await stage.api.create(CUSTOM_RUNS, makeAskingRun(name, params, { namespace: stage.namespace }));
  if (flow.isTold === true) {
    await untilSeen(stage, `the request of ${name} is sent`, async () =>
      isRequestSent(await readApproval(stage, name), wasKilled()),
    );
  }
  for (const answer of flow.answers) await giveAnswer(stage, name, answer);
  if (flow.cancellation !== undefined) await cancel(stage, name, flow.cancellation);
  await untilSeen(stage, `${name} is labelled`, async () => {
    const task = await readApproval(stage, name);
    return task?.metadata.labels?.["decision"] === labelOf(flow);
  });
  await checkOutcome(stage, flow, name);
  if (flow.isTold === true) {
    await untilSeen(stage, `messages of ${name} are settled`, async () =>
      isSettled(await readApproval(stage, name), wasKilled()),
    );
    checkMessages(await readApproval(stage, name), stage.messages.about(name));
  }
  await stage.api.delete(CUSTOM_RUNS, { namespace: stage.namespace, name });
}

/** Votes until the vote is recorded; a person whose browser lost the answer looks whether it is, before trying again. */
async function giveAnswer(stage: Stage, name: string, answer: Answer): Promise<void> {
  await untilSeen(stage, `${answer.by} has answered ${name}`, async () => {
    const task = await readApproval(stage, name);
    if (task?.status?.votes?.some(({ by }) => by === answer.by)) return true;
    await postVote(stage, name, answer);
    return false;
  });
}

function labelOf({ cancellation, outcome }: Flow): string {
  if (cancellation !== undefined) return "cancelled";
  return outcome.decision === "true" ? "approved" : "rejected";
}

/** The same for whoever ends it. */
async function cancel(
  stage: Stage,
  name: string,
  { by, reason }: NonNullable<Flow["cancellation"]>,
): Promise<void> {
  await untilSeen(stage, `${by} has cancelled ${name}`, async () => {
    const task = await readApproval(stage, name);
    if (task?.status?.decision?.cancellation?.by === by) return true;
    await post(stage, `${name}/cancel`, { by, body: { reason } });
    return false;
  });
}

async function postVote(stage: Stage, name: string, { by, decision, comment }: Answer): Promise<void> {
  await post(stage, `${name}/votes`, { by, body: { decision, comment } });
}

async function post(
  { url, namespace }: Stage,
  below: string,
  { by, body }: { readonly by: string; readonly body: object },
): Promise<void> {
  const { query, headers: signedIn } = signIn(by);
  const address = `${url}/api/v1/approvals/${namespace}/${below}${query}`;
  const headers = { ...signedIn, "content-type": "application/json" };
  await fetch(address, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => undefined);
}

async function readApproval(stage: Stage, name: string): Promise<ApprovalTask | undefined> {
  return await readIfThere<ApprovalTask>(stage.api, APPROVAL_TASKS, { namespace: stage.namespace, name });
}

async function untilSeen(stage: Stage, what: string, isSeen: () => Promise<boolean>): Promise<void> {
  await until(what, async () => {
    if (await isSeen()) return true;
    await stage.revive();
    return false;
  });
}

async function checkOutcome(stage: Stage, { answers, outcome }: Flow, name: string): Promise<void> {
  const run = await stage.api.get<CustomRun>(CUSTOM_RUNS, { namespace: stage.namespace, name });
  const [condition] = run.status?.conditions ?? [];
  const decision = run.status?.results?.find((result) => result.name === "decision")?.value;
  const end = { status: condition?.status, reason: condition?.reason, decision };
  assert.deepEqual(end, outcome, `${name} ended as ${JSON.stringify(end)}`);

  const task = await readApproval(stage, name);
  const votes = task?.status?.votes ?? [];
  assert.deepEqual(
    votes.map(({ by, decision, comment }) => ({ by, decision, comment })),
    answers,
    `${name}: each vote once, in order`,
  );
}
