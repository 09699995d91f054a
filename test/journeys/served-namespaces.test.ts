// `--namespaces` binds every door: an approval elsewhere is not there, whatever one asks for, and takes no vote.
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../../src/objects/resources.ts";
import { TestBrowser } from "../kit/web/test-browser.ts";
import { makeAskingRun } from "../kit/make-run.ts";
import { BASE_URL, startProduct, untilAsked, type TestProduct } from "../kit/start-product.ts";

const NAMESPACES = { group: "", version: "v1", plural: "namespaces", kind: "Namespace", namespaced: false };
const REF = { namespace: "elsewhere", name: "release-1-approve" };
const PATH = `/approvals/${REF.namespace}/${REF.name}`;

/** A product that serves `ci` alone, on a cluster where an approval that another one opened waits for mary elsewhere. */
async function startBeside(t: TestContext): Promise<TestProduct> {
  const other = await startProduct(t);
  const elsewhere = { apiVersion: "v1", kind: "Namespace", metadata: { name: REF.namespace } };
  await other.api.create(NAMESPACES, elsewhere);
  await other.api.create(
    CUSTOM_RUNS,
    makeAskingRun(REF.name, { approvers: ["mary"] }, { namespace: REF.namespace }),
  );
  await untilAsked(other, REF.name, REF.namespace);
  await other.stop();
  const product = await startProduct(t, { cluster: other, namespaces: ["ci"] });
  product.writes.length = 0;
  return product;
}

async function statusesOf({ url }: TestProduct, paths: readonly string[]): Promise<readonly unknown[]> {
  const answers = paths.map(async (path) => [path, (await fetch(url + path)).status]);
  return await Promise.all(answers);
}

async function assertUntouched({ api, writes }: TestProduct): Promise<void> {
  const task = await api.get<ApprovalTask>(APPROVAL_TASKS, REF);
  assert.deepEqual([task.status?.votes ?? [], task.status?.decision], [[], undefined]);
  assert.deepEqual(writes, []);
}

test("a vote by the API in a namespace that is not served is 404, and nothing is written", async (t) => {
  const product = await startBeside(t);
  const response = await fetch(`${product.url}/api/v1${PATH}/votes?user=mary`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ decision: "approve" }),
  });
  assert.equal(response.status, 404, await response.text());
  await assertUntouched(product);
});

test("so is a vote by the form", async (t) => {
  const product = await startBeside(t);
  const browser = new TestBrowser({
    request: (path, init) => fetch(product.url + path, { ...init, redirect: "manual" }),
  });
  const page = await (await browser.get("/identity?user=mary")).text();
  const token = /name="token" value="(?<token>[^"]+)"/u.exec(page)?.groups?.["token"] ?? "";
  const fields = { token, digest: "sha256:0", decision: "approve", comment: "" };
  const response = await browser.post(`${PATH}/votes`, fields, { Origin: BASE_URL });
  assert.equal(response.status, 404, await response.text());
  await assertUntouched(product);
});

test("no page and no list shows it", async (t) => {
  const product = await startBeside(t);
  const paths = [PATH, `${PATH}/receipt`, `/api/v1${PATH}`];
  assert.deepEqual(
    await statusesOf(product, paths),
    paths.map((path) => [path, 404]),
  );
  for (const query of ["", "?namespace=elsewhere", "?assignee=mary"]) {
    const list = await (await fetch(`${product.url}/api/v1/approvals${query}`)).json();
    assert.deepEqual(list, { items: [], next: null, total: 0 }, query);
  }
  assert.match(await (await fetch(`${product.url}/?user=mary`)).text(), /Nothing waits for you/u);
});
