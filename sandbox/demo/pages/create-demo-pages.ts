// The pages that the demo adds to the product's: samples to start, and how their pipeline runs go. They read copies and
// write PipelineRuns; approvals are decided on the product's own pages.
import { fileURLToPath } from "node:url";
import type { KubeApi } from "../../../src/kube/kube-api.ts";
import type { ExtraPages } from "../../../src/web/pages/create-pages.ts";
import type { Mailbox } from "../mailbox/mailbox.ts";
import { loadSamples } from "../samples/load-samples.ts";
import type { StepOutputs } from "../../tekton/steps/step-outputs.ts";
import { routeHome } from "./home/route-home.ts";
import { type MailboxPageOptions, MESSAGE_PATH, routeMailbox } from "./mailbox/route-mailbox.ts";
import { HOME_PATH, MAILBOX_PATH, runPath } from "./paths.ts";
import { routeRun, RUN_PATH } from "./run/route-run.ts";
import type { RunCopies } from "./watched-runs.ts";

/** A pipeline run to create with `kubectl`. */
const EXAMPLE = fileURLToPath(new URL("../../../examples/single.yaml", import.meta.url));

export interface DemoPagesOptions {
  readonly api: Pick<KubeApi, "create" | "patch">;
  readonly runs: RunCopies;
  readonly outputs: StepOutputs;
  /** Absolute path. */
  readonly kubeconfig: string;
  /** The folder that the demo was started in. */
  readonly folder: string;
  readonly mailbox: Mailbox;
  /** Of the product; an origin. */
  readonly baseUrl: string;
  readonly readerOf: MailboxPageOptions["readerOf"];
}

/** Throws when a sample cannot be read. */
export function createDemoPages(options: DemoPagesOptions): ExtraPages {
  const samples = loadSamples();
  const terminal = { kubeconfig: options.kubeconfig, folder: options.folder, example: EXAMPLE };
  return {
    navigation: [
      { href: HOME_PATH, label: "Samples" },
      { href: MAILBOX_PATH, label: "Mailbox" },
    ],
    pipelineRunPath: runPath,
    needs: {
      [`GET ${HOME_PATH}`]: "view",
      [`POST ${HOME_PATH}/start`]: "view",
      [`GET ${RUN_PATH}`]: "view",
      [`GET ${RUN_PATH}/output/:taskRun/:step`]: "view",
      [`POST ${RUN_PATH}/cancel`]: "view",
      [`GET ${MAILBOX_PATH}`]: "view",
      [`GET ${MESSAGE_PATH}`]: "view",
      [`GET ${MESSAGE_PATH}/html`]: "view",
    },
    route(pages, kit, approvals) {
      routeHome(pages, { ...options, kit, approvals, samples, terminal });
      routeRun(pages, { ...options, kit, approvals });
      routeMailbox(pages, { ...options, kit });
    },
  };
}
