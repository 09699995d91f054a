// The six pipelines on any cluster, decided in a browser: whoever is asked follows `status.approvalUrl`.
import type { Browser } from "playwright-core";
import { launchChromium } from "../../../browser/launch-chromium.ts";
import { watchPage } from "../../../browser/watch-page.ts";
import { Product } from "../../../conformance/product.ts";
import { describeSixPipelines } from "../../../walk/six-pipelines.ts";
import type { Answer, Stage } from "../../../walk/walk.ts";
import { createNamespace, openCluster, removeNamespace } from "../../cluster-under-test.ts";

const BUTTONS = { approve: "Approve", reject: "Reject" } as const;

const cluster = await openCluster();

/** Each person has a window of their own. */
async function vote(browser: Browser, approvalUrl: string, answer: Answer): Promise<void> {
  const { voter, decision, comment } = answer;
  const context = await browser.newContext();
  const page = await context.newPage();
  const watch = watchPage(page, new URL(approvalUrl).origin);
  const who = new URLSearchParams({ user: voter.user, ...(voter.group && { group: voter.group }) });
  await page.goto(`${approvalUrl}?${who.toString()}`);
  await page.getByLabel("Comment, optional").fill(comment);
  await page.getByRole("button", { name: BUTTONS[decision] }).click();
  await page.getByRole("heading", { name: /^Your vote is recorded/u }).waitFor();
  watch.assertQuiet();
  await context.close();
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
    answer: (approvalUrl, answer) => vote(browser, approvalUrl, answer),
    readPrinted: (taskRun) => cluster.readStepOutput({ namespace, taskRun, step: "print" }),
    close: async () => {
      await browser.close();
      await product.stop();
      await removeNamespace(cluster, namespace);
    },
  };
}

describeSixPipelines(openStage);
