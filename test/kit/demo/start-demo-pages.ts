import type { Paging, Rows } from "../../../src/approvals/approvals.ts";
import { takePage } from "../../../src/approvals/take-page.ts";
import type { KubeApi, KubeObject, ObjectRef, Patch } from "../../../src/kube/kube-api.ts";
import { KubeError, KubeUnavailableError } from "../../../src/kube/kube-error.ts";
import { Mailbox, type ReceivedMail, type ReceivedPost } from "../../../sandbox/demo/mailbox/mailbox.ts";
import { type SampleApproval, TEST_NOW_MS } from "../web/build-approval.ts";
import { startTestServer } from "../web/start-test-server.ts";
import { TestBrowser } from "../web/test-browser.ts";
import type { PipelineRun } from "../../../sandbox/tekton/objects/pipeline-run.ts";
import type { StepOutput } from "../../../sandbox/tekton/steps/step-outputs.ts";
import { createDemoPages } from "../../../sandbox/demo/pages/create-demo-pages.ts";
import type { RunCopies, RunObjects } from "../../../sandbox/demo/pages/watched-runs.ts";

/** Copies and API in one: what is created is there at once. It can be away, as an API server can. */
class FakeRuns implements RunCopies, Pick<KubeApi, "create" | "patch"> {
  readonly runs: RunObjects[];
  readonly created: PipelineRun[] = [];
  readonly patches: { readonly ref: ObjectRef; readonly patch: Patch }[] = [];
  away = false;

  constructor(runs: readonly RunObjects[]) {
    this.runs = [...runs];
  }

  find({ namespace, name }: ObjectRef): RunObjects | undefined {
    return this.runs.find(
      ({ pipelineRun: { metadata } }) => metadata.namespace === namespace && metadata.name === name,
    );
  }

  newest(paging: Paging): Rows<RunObjects> {
    return takePage(this.runs, paging, (run) => run);
  }

  observe(pipelineRun: PipelineRun): void {
    const found = this.find(pipelineRun.metadata);
    if (found === undefined) this.runs.unshift({ pipelineRun, taskRuns: [], customRuns: [] });
  }

  async create<T extends KubeObject>(_resource: unknown, object: T): Promise<T> {
    this.#answer();
    const name = `${object.metadata.generateName}${this.created.length}`;
    const created = { ...object, metadata: { ...object.metadata, name } };
    this.created.push(created as unknown as PipelineRun);
    return created;
  }

  async patch<T extends KubeObject>(_resource: unknown, ref: ObjectRef, patch: Patch): Promise<T> {
    this.#answer();
    this.patches.push({ ref, patch });
    const found = this.find(ref);
    if (found === undefined) throw new KubeError({ code: 404, reason: "NotFound", message: "gone" });
    return found.pipelineRun as unknown as T;
  }

  #answer(): void {
    if (this.away) throw new KubeUnavailableError("connect ECONNREFUSED 127.0.0.1:9443");
  }
}

export interface DemoPagesWorld {
  readonly runs?: readonly RunObjects[];
  readonly approvals?: readonly SampleApproval[];
  /** By `taskRun/step`. */
  readonly outputs?: Readonly<Record<string, StepOutput>>;
  readonly kubeconfig?: string;
  /** Received in this order. */
  readonly messages?: readonly (ReceivedMail | ReceivedPost)[];
}

const MARY = { name: "mary", groups: ["managers"] };

/** The demo's pages, over runs in memory. */
export function makeDemoPages({
  runs = [],
  outputs = {},
  kubeconfig = "/home/ann/shop/.demo/kubeconfig",
  messages = [],
}: DemoPagesWorld) {
  const fake = new FakeRuns(runs);
  const mailbox = new Mailbox(() => TEST_NOW_MS);
  for (const message of messages) mailbox.add(message);
  const extraPages = createDemoPages({
    api: fake,
    runs: fake,
    outputs: { get: (_namespace, taskRun, step) => outputs[`${taskRun}/${step}`] },
    kubeconfig,
    folder: process.cwd(),
    mailbox,
    baseUrl: "http://localhost",
    readerOf: (address) => (address === "mary@demo.example" ? MARY : undefined),
  });
  return { fake, extraPages };
}

/** The same on a server in open mode, and a browser that looks at it. */
export function startDemoPages(world: DemoPagesWorld = {}) {
  const { fake, extraPages } = makeDemoPages(world);
  const { app } = startTestServer(world.approvals, { extraPages });
  return { fake, browser: new TestBrowser(app) };
}
