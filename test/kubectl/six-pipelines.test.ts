// The six pipelines on the demo, decided over the JSON API.
import assert from "node:assert/strict";

import { openDemo } from "../kit/start-demo.ts";
import { describeSixPipelines } from "../walk/six-pipelines.ts";
import type { Answer, Stage } from "../walk/walk.ts";
import { runKubectl } from "./kubectl.ts";

async function vote(approvalUrl: string, { voter, decision, comment }: Answer): Promise<void> {
  const { origin, pathname } = new URL(approvalUrl);
  const who = new URLSearchParams({ user: voter.user, ...(voter.group && { group: voter.group }) });
  const response = await fetch(`${origin}/api/v1${pathname}/votes?${who.toString()}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ decision, comment }),
  });
  assert.equal(response.status, 201, await response.text());
}

async function openStage(): Promise<Stage> {
  const { url, kubeconfig, close } = await openDemo();
  const env = { ...process.env, KUBECONFIG: kubeconfig };
  return {
    url,
    namespace: "default",
    kinds: "customruns,taskruns,approvaltasks",
    kubectl: (args, input = "") => runKubectl(args, { env, input }),
    answer: vote,
    // From the demo's page of the run: it makes no pods.
    readPrinted: async (taskRun) => {
      const run = taskRun.replace(/-(?:approved|rejected)$/u, "");
      return await (await fetch(`${url}/demo/runs/default/${run}/output/${taskRun}/print`)).text();
    },
    close,
  };
}

describeSixPipelines(openStage);
