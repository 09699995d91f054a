// The six pipelines on any cluster, decided in a browser: whoever is asked follows `status.approvalUrl`. In mode `kubernetes`,
// where pages show nothing, by programs.
import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { launchChromium } from "../../../browser/launch-chromium.ts";
import { watchPage } from "../../../browser/watch-page.ts";
import { Product } from "../../../conformance/product.ts";
import { describeSixPipelines } from "../../../walk/six-pipelines.ts";
import type { Answer, Stage } from "../../../walk/walk.ts";
import { signIn, SUITE_AUTH } from "../../../kit/suite-auth.ts";
import { createNamespace, openCluster, removeNamespace } from "../../cluster-under-test.ts";

const BUTTONS = { approve: "Approve", reject: "Reject" } as const;

const cluster = await openCluster();

/** Each person has a window of their own. */
async function vote(browser: Browser, approvalUrl: string, answer: Answer): Promise<void> {
  const { voter, decision, comment } = answer;
  const { query, headers } = signIn(voter.user, ...(voter.group === undefined ? [] : [voter.group]));
  const context = await browser.newContext({ extraHTTPHeaders: headers });
  const page = await context.newPage();
  const watch = watchPage(page, new URL(approvalUrl).origin);
  await page.goto(`${approvalUrl}${query}`);
  await page.getByLabel("Comment, optional").fill(comment);
  await page.getByRole("button", { name: BUTTONS[decision] }).click();
  await page.getByRole("heading", { name: /^Your vote is recorded/u }).waitFor();
  watch.assertQuiet();
  await context.close();
}

async function voteByProgram(approvalUrl: string, { voter, decision, comment }: Answer): Promise<void> {
  const { query, headers } = signIn(voter.user, ...(voter.group === undefined ? [] : [voter.group]));
  const address = `${approvalUrl.replace("/approvals/", "/api/v1/approvals/")}/votes${query}`;
  const body = JSON.stringify({ decision, comment });
  const all = { ...headers, "content-type": "application/json" };
  const response = await fetch(address, { method: "POST", headers: all, body });
  assert.equal(response.status, 201, await response.text());
}

async function openStage(): Promise<Stage> {
  const namespace = await createNamespace(cluster);
  const [browser, product] = await Promise.all([
    launchChromium(),
    Product.start({ kubeconfig: cluster.kubeconfig, namespaces: [namespace] }),
  ]);
  return {
    url: product.url,
    namespace,
    kinds: `customruns,taskruns,approvaltasks${cluster.tekton === "small" ? "" : ",pods"}`,
    kubectl: (args, input) => cluster.kubectl(["-n", namespace, ...args], input),
    answer: (approvalUrl, answer) =>
      SUITE_AUTH === "kubernetes" ? voteByProgram(approvalUrl, answer) : vote(browser, approvalUrl, answer),
    readPrinted: (taskRun) => cluster.readStepOutput({ namespace, taskRun, step: "print" }),
    close: async () => {
      await browser.close();
      await product.stop();
      await removeNamespace(cluster, namespace);
    },
  };
}

describeSixPipelines(openStage);
