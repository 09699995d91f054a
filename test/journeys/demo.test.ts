// `npm run demo` as people use it: what it prints, how a sample goes from its button to its end, how it ends.
import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { connect, createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { makeFolder } from "../kit/make-folder.ts";
import { HttpKubeApi } from "../../src/kube/http-kube-api.ts";
import type { KubeObject } from "../../src/kube/kube-api.ts";
import { readKubeconfig } from "../../src/kube/kubeconfig.ts";
import type { PipelineRun } from "../../src/objects/run/pipeline-run.ts";
import { APPROVAL_TASKS, PIPELINE_RUNS } from "../../src/objects/resources.ts";
import { startDemo, type DemoProcess } from "../kit/start-demo.ts";
import { until } from "../kit/until.ts";
import { isAlive } from "../kit/is-alive.ts";

interface Ready {
  readonly ready: boolean;
  readonly url: string;
  readonly kubeconfig: string;
}

async function startReady(t: TestContext, flags: readonly string[] = []): Promise<DemoProcess & Ready> {
  const demo = await startDemo(t, ["--json", ...flags]);
  const ready = JSON.parse(await demo.firstLine()) as Ready;
  return { ...demo, ...ready };
}

/** A connection to its cluster, as anybody has it who has the kubeconfig. */
async function openApi(t: TestContext, kubeconfig: string): Promise<HttpKubeApi> {
  const api = new HttpKubeApi(await readKubeconfig(kubeconfig, { env: {} }));
  t.after(() => api.close());
  return api;
}

/** A port that another program has. */
async function takePort(t: TestContext): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return String((server.address() as AddressInfo).port);
}

/** As much of a browser as a form needs: the cookie, the token, and where the answer leads. */
async function submit(url: string, page: string, action: string, field: string): Promise<string> {
  const shown = await fetch(`${url}${page}`);
  const cookie = shown.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const token = /name="token" value="(?<token>[^"]+)"/u.exec(await shown.text())?.groups?.["token"] ?? "";
  const response = await fetch(`${url}${action}`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie, "content-type": "application/x-www-form-urlencoded" },
    body: `token=${encodeURIComponent(token)}&${field}`,
  });
  assert.equal(response.status, 303, await response.text());
  return response.headers.get("location") ?? "";
}

async function readPage(url: string): Promise<string> {
  const response = await fetch(url);
  assert.equal(response.status, 200);
  return response.text();
}

/** Starts a pipeline whose one step says its process's number, and then waits for ten minutes. */
async function startWaitingStep(api: HttpKubeApi): Promise<void> {
  const steps = [{ name: "wait", image: "busybox", script: "echo process $$ of the step\nexec sleep 600" }];
  await api.create(PIPELINE_RUNS, {
    apiVersion: "tekton.dev/v1",
    kind: "PipelineRun",
    metadata: { name: "waiting", namespace: "default" },
    spec: { pipelineSpec: { tasks: [{ name: "wait", taskSpec: { steps } }] } },
  } as KubeObject);
}

describe("the demo", () => {
  it("leads from the button of a sample over its approval to what came out, and says nothing else", async (t) => {
    const demo = await startReady(t);
    assert.equal(demo.ready, true);
    assert.match(demo.url, /^http:\/\/localhost:\d+$/u);
    const run = await submit(demo.url, "/demo", "/demo/start", "sample=single");
    const name = run.split("/").at(-1) ?? "";
    const approval = `/approvals/default/${name}-approve`;
    await until("the run waits", async () => (await readPage(`${demo.url}${run}`)).includes(approval));

    const vote = await fetch(`${demo.url}/api/v1${approval}/votes?user=mary`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ decision: "approve", comment: "go on" }),
    });
    assert.equal(vote.status, 201, await vote.text());
    await until("the run ends", async () =>
      /tag ok[^>]*>.*Succeeded/u.test(await readPage(`${demo.url}${run}`)),
    );
    const output = await fetch(`${demo.url}${run}/output/${name}-deploy/roll-out`);
    assert.match(
      await output.text(),
      /^Approved by mary, with the comment: go on\n[^]*basket is deployed\n$/u,
    );
    const home = await readPage(`${demo.url}/demo`);
    assert.match(home, /approved by <bdi>mary<\/bdi>, then deploy/u);
    assert.ok(home.includes(`export KUBECONFIG=${demo.kubeconfig}`));

    assert.equal(demo.stdout().split("\n").length, 2, "one line");
    assert.equal(demo.stderr(), "");
  });

  it("cancels a run by its button, and its approval with it", async (t) => {
    const demo = await startReady(t);
    const run = await submit(demo.url, "/demo", "/demo/start", "sample=quorum");
    const name = run.split("/").at(-1) ?? "";
    const approval = `/approvals/default/${name}-approve`;
    await until("the run waits", async () => (await readPage(`${demo.url}${run}`)).includes(approval));
    assert.equal(await submit(demo.url, run, `${run}/cancel`, ""), run);
    await until("both are cancelled", async () => {
      const page = await readPage(`${demo.url}${run}`);
      const state = (await (await fetch(`${demo.url}/api/v1${approval}`)).json()) as { state: string };
      return (
        (page.includes("Cancelled") && !page.includes("Cancel the run") && state.state === "cancelled") ||
        undefined
      );
    });
  });

  it("prints one line with the address to open and the kubeconfig's path", async (t) => {
    const demo = await startDemo(t);
    const line = await demo.firstLine();
    const address = /open (?<address>http:\/\/localhost:\d+\/demo) /u.exec(line)?.groups?.["address"];
    assert.ok(address, line);
    assert.ok(line.includes(demo.kubeconfig), line);
    assert.match(await readPage(address), /Start a pipeline, then decide what happens next/u);
    assert.equal(demo.stdout(), `${line}\n`);
  });

  it("says on stderr what it does when asked to", async (t) => {
    const demo = await startDemo(t, ["--log-level", "info"]);
    await demo.firstLine();
    const [first] = demo.stderr().split("\n");
    assert.equal((JSON.parse(first ?? "") as { level: string }).level, "info");
  });

  it("has no samples with --no-samples, and the product all the same", async (t) => {
    const { url } = await startReady(t, ["--no-samples"]);
    assert.equal((await fetch(`${url}/demo`)).status, 404);
    assert.doesNotMatch(await readPage(`${url}/`), /Samples/u);
  });

  it("is the cluster alone with --kube-only: nobody opens approvals there", async (t) => {
    const demo = await startReady(t, ["--kube-only"]);
    assert.deepEqual(Object.keys(JSON.parse(demo.stdout()) as Ready), ["ready", "kubeconfig"]);
    const api = await openApi(t, demo.kubeconfig);
    assert.deepEqual((await api.list(APPROVAL_TASKS)).items, []);
    await startWaitingStep(api);
    await until("the small Tekton works", async () => {
      const { items } = await api.list<PipelineRun>(PIPELINE_RUNS);
      return items[0]?.status?.startTime;
    });
  });
});

describe("the end of the demo", () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`leaves nothing behind: no step, no temporary file, no kubeconfig (${signal})`, async (t) => {
      const demo = await startReady(t);
      const api = await openApi(t, demo.kubeconfig);
      await startWaitingStep(api);
      const output = `${demo.url}/demo/runs/default/waiting/output/waiting-wait/wait`;
      const pid = await until("the step runs", async () => {
        const text = await (await fetch(output)).text();
        return /^process (?<pid>\d+) /u.exec(text)?.groups?.["pid"];
      });
      assert.equal(isAlive(Number(pid)), true);
      assert.notDeepEqual(readdirSync(demo.temporary), []);
      demo.signal(signal);
      assert.equal(await demo.ended(), 0);
      assert.equal(isAlive(Number(pid)), false);
      assert.deepEqual(readdirSync(demo.temporary), []);
      assert.equal(existsSync(demo.kubeconfig), false);
      assert.equal(demo.stderr(), "");
    });
  }

  it("comes in order also while it is still starting", async (t) => {
    const demo = await startDemo(t);
    await until("it has begun", async () => existsSync(demo.kubeconfig));
    demo.signal("SIGINT");
    assert.equal(await demo.ended(), 0);
    assert.deepEqual(readdirSync(demo.temporary), []);
    assert.equal(existsSync(demo.kubeconfig), false);
  });

  it("comes at once with the second Ctrl-C", async (t) => {
    const demo = await startReady(t);
    // A client that never finishes its request holds up the orderly end.
    const client = connect({ host: "127.0.0.1", port: Number(new URL(demo.url).port) });
    t.after(() => client.destroy());
    await once(client, "connect");
    client.on("error", () => {});
    client.write("GET / HTTP/1.1\r\nHost: localhost\r\n");
    await fetch(`${demo.url}/livez`);
    demo.signal("SIGINT");
    await until("it ends", async () => {
      try {
        await fetch(`${demo.url}/livez`);
        return undefined;
      } catch {
        return true;
      }
    });
    demo.signal("SIGINT");
    assert.equal(await demo.ended(), "SIGINT");
  });
});

describe("a demo that cannot start", () => {
  for (const flag of ["--port", "--kube-port"]) {
    it(`says so when ${flag} is taken, and what to do, and leaves nothing behind`, async (t) => {
      const port = await takePort(t);
      const demo = await startDemo(t, [flag, port]);
      assert.equal(await demo.ended(), 1);
      assert.match(
        demo.stderr(),
        new RegExp(`^countersign demo: .*port ${port} .*another program is using it.*${flag}`, "u"),
      );
      assert.equal(demo.stderr().split("\n").length, 2, "one line");
      assert.equal(demo.stdout(), "");
      assert.equal(existsSync(demo.kubeconfig), false);
      assert.deepEqual(readdirSync(demo.temporary), []);
    });
  }

  it("does not write over a kubeconfig that is somebody's own", async (t) => {
    const folder = makeFolder(t);
    const own = join(folder, "config");
    await writeFile(own, "contexts: [{name: production}]\n");
    const demo = await startDemo(t, ["--kubeconfig", own]);
    assert.equal(await demo.ended(), 1);
    assert.match(demo.stderr(), /it is not a kubeconfig that the demo wrote.*--kubeconfig/u);
    assert.equal(await readFile(own, "utf8"), "contexts: [{name: production}]\n");
  });

  it("names a flag that there is not, and lists those there are", async (t) => {
    const demo = await startDemo(t, ["--prot", "9000"]);
    assert.equal(await demo.ended(), 2);
    assert.match(demo.stderr(), /--prot[^]*Options of demo:\n {2}--port N/u);
  });
});
