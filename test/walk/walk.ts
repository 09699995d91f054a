// One run of an example pipeline, as kubectl and the people who are asked see it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import type { CustomRun } from "../../src/objects/run/custom-run.ts";
import type { ProgramResult } from "../kubectl/run-program.ts";
import { signIn } from "../kit/suite-auth.ts";
import { until } from "../kit/until.ts";

const ROOT = join(import.meta.dirname, "../..");
export const KUBECTL_LIMIT = "--timeout=30s";

export interface Voter {
  readonly user: string;
  readonly group?: string;
}

/** What a person does with an approval. */
export interface Answer {
  readonly voter: Voter;
  readonly decision: "approve" | "reject";
  readonly comment: string;
}

/** Where the walk takes place: a cluster with Countersign on it. */
export interface Stage {
  /** Countersign's own address. */
  readonly url: string;
  readonly namespace: string;
  /** Plural names of all kinds of objects that a run may leave behind, separated by commas. */
  readonly kinds: string;
  /** In the namespace. */
  kubectl(args: readonly string[], input?: string): Promise<ProgramResult>;
  /** Gives the answer at the address that the approval's status says. Rejects when it is not taken. */
  answer(approvalUrl: string, answer: Answer): Promise<void>;
  /** What the step `print` of a TaskRun that has ended printed. */
  readPrinted(taskRun: string): Promise<string>;
  close(): Promise<void>;
}

/** A run on the stage, with an approval as the task `approval`. */
export class Walk {
  readonly #stage: Stage;
  readonly run: string;

  private constructor(stage: Stage, run: string) {
    this.#stage = stage;
    this.run = run;
  }

  /** Creates the example and waits until people are asked. */
  static async start(
    stage: Stage,
    file: string,
    change: (yaml: string) => string = (yaml) => yaml,
  ): Promise<Walk> {
    const yaml = change(readFileSync(join(ROOT, "examples", `${file}.yaml`), "utf8"));
    // Of a file with a Pipeline in it, only the PipelineRun is new the second time.
    const { stdout, stderr } = await stage.kubectl(["create", "-f", "-", "-o", "name"], yaml);
    const run = /pipelinerun\.tekton\.dev\/(\S+)/u.exec(stdout)?.[1];
    assert.ok(run, stderr);
    const walk = new Walk(stage, run);
    await until(`${run} asks`, async () => {
      const task = await walk.findApproval();
      return task?.status?.startTime === undefined ? undefined : true;
    });
    return walk;
  }

  get approval(): string {
    return `${this.run}-approval`;
  }

  async kubectl(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.#stage.kubectl(args);
    assert.equal(code, 0, `kubectl ${args.join(" ")}: ${stderr}`);
    return stdout.trim();
  }

  async getJson<T>(...args: readonly string[]): Promise<T> {
    return JSON.parse(await this.kubectl("get", ...args, "-o", "json")) as T;
  }

  async findApproval(): Promise<ApprovalTask | undefined> {
    const text = await this.kubectl("get", "approvaltask", this.approval, "--ignore-not-found", "-o", "json");
    return text === "" ? undefined : (JSON.parse(text) as ApprovalTask);
  }

  async answer(voter: Voter, decision: Answer["decision"]): Promise<void> {
    const { status } = await this.getJson<ApprovalTask>("approvaltask", this.approval);
    const comment = `${decision} from ${voter.user}`;
    await this.#stage.answer(status?.approvalUrl ?? "", { voter, decision, comment });
  }

  /** An answer that is not taken any more. @returns the HTTP status. */
  async answerTooLate({ user }: Voter): Promise<number> {
    const { url, namespace } = this.#stage;
    const { query, headers } = signIn(user);
    const response = await fetch(`${url}/api/v1/approvals/${namespace}/${this.approval}/votes${query}`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: '{"decision":"approve"}',
    });
    return response.status;
  }

  async untilLabelled(decision: string, responses: string): Promise<ApprovalTask> {
    return await until(`${this.run} is labelled ${decision}, ${responses}`, async () => {
      const task = await this.getJson<ApprovalTask>("approvaltask", this.approval);
      const { labels = {} } = task.metadata;
      return labels["decision"] === decision && labels["responses"] === responses ? task : undefined;
    });
  }

  async end(): Promise<{ readonly reason: string; readonly results: Record<string, string> }> {
    const { status } = await this.getJson<CustomRun>("customrun", this.approval);
    const [condition] = status?.conditions ?? [];
    assert.equal(condition?.type, "Succeeded");
    const results = Object.fromEntries((status?.results ?? []).map(({ name, value }) => [name, value]));
    return { reason: `${condition.status} ${condition.reason}`, results };
  }

  /** What the task of that branch printed. */
  async printedBy(task: string): Promise<string> {
    const taskRun = `${this.run}-${task}`;
    // Tekton makes it when it has seen the results.
    await until(`${taskRun} to be made`, async () => {
      const found = await this.kubectl("get", "taskrun", taskRun, "--ignore-not-found", "-o", "name");
      return found === "" ? undefined : true;
    });
    await this.kubectl("wait", "--for=condition=Succeeded", `taskrun/${taskRun}`, KUBECTL_LIMIT);
    return await this.#stage.readPrinted(taskRun);
  }

  async skipped(): Promise<readonly string[]> {
    await this.kubectl("wait", "--for=condition=Succeeded", `pipelinerun/${this.run}`, KUBECTL_LIMIT);
    const { status } = await this.getJson<{ status: { skippedTasks?: { name: string }[] } }>(
      "pipelinerun",
      this.run,
    );
    return (status.skippedTasks ?? []).map(({ name }) => name);
  }

  /** Deletes the run and waits until nothing is left of it. */
  async remove(): Promise<void> {
    await this.kubectl("delete", "pipelinerun", this.run);
    await until("all is gone", async () => {
      const left = await this.kubectl("get", this.#stage.kinds, "-o", "name");
      return left.includes(this.run) ? undefined : true;
    });
  }
}
