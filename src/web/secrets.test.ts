// What looks like a secret is sent to nobody, whatever they open; and whoever vouches for a parameter has it shown.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type ApprovalChanges, buildApproval, PAGE } from "../../test/kit/web/build-approval.ts";
import { startTestServer, type TestServer } from "../../test/kit/web/start-test-server.ts";
import { MASK } from "../std/mask.ts";

const PASSWORD = "hunter2";
const TOKEN = ["ghp", "16C7e42F292c6912E7710c838347Ae178B4a"].join("_");

const ASKED: ApprovalChanges = {
  runParameters: [
    { name: "version", value: "2.14.0" },
    { name: "password", value: PASSWORD },
    { name: "api-token", value: "tok-1" },
    { name: "flags", value: ["--fast", TOKEN] },
    { name: "database", value: { user: "shop", password: PASSWORD } },
  ],
};

const SECRETS = [PASSWORD, "tok-1", TOKEN];
const PLACES = ["/", PAGE, `${PAGE}/receipt`, "/api/v1/approvals", `/api/v1${PAGE}`];

async function read({ app }: TestServer, path: string): Promise<string> {
  return await (await app.request(`${path}?user=mary`)).text();
}

async function readApi(server: TestServer): Promise<{ readonly runParameters: readonly unknown[] }> {
  return JSON.parse(await read(server, `/api/v1${PAGE}`)) as { readonly runParameters: readonly unknown[] };
}

describe("what looks like a secret", () => {
  for (const [state, changes] of [
    ["pending", ASKED],
    ["decided", { ...ASKED, votes: [{ by: "john" }] }],
    ["decided, with its pipeline run", { ...ASKED, votes: [{ by: "john" }], pipelineRunEnded: true }],
  ] as const) {
    it(`is nowhere to be found (${state})`, async () => {
      const server = startTestServer([buildApproval(changes)]);
      for (const path of PLACES) {
        const text = await read(server, path);
        for (const secret of SECRETS) assert.ok(!text.includes(secret), `${secret} in ${path}`);
      }
    });

    it(`is said to be masked on the page, beside what is none (${state})`, async () => {
      const text = await read(startTestServer([buildApproval(changes)]), PAGE);
      assert.match(text, /<bdi>version<\/bdi><\/th><td><code><bdi>2\.14\.0<\/bdi><\/code><\/td>/u);
      assert.match(
        text,
        /<bdi>password<\/bdi><\/th><td><code><bdi>\(masked\)<\/bdi><\/code><small>Masked, because it looks like a secret\./u,
      );
    });
  }

  it("is said to be masked in the API, part by part", async () => {
    const { runParameters } = await readApi(startTestServer([buildApproval(ASKED)]));
    assert.deepEqual(runParameters, [
      { name: "version", value: "2.14.0", masked: false },
      { name: "password", value: MASK, masked: true },
      { name: "api-token", value: MASK, masked: true },
      { name: "flags", value: ["--fast", MASK], masked: true },
      { name: "database", value: { user: "shop", password: MASK }, masked: true },
    ]);
  });

  it("is in no answer to a vote", async () => {
    const { app } = startTestServer([buildApproval(ASKED)]);
    const answer = await app.request(`/api/v1${PAGE}/votes?user=mary`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ decision: "approve" }),
    });
    assert.equal(answer.status, 201);
    const text = await answer.text();
    for (const secret of SECRETS) assert.ok(!text.includes(secret), secret);
  });
});

describe("a parameter that only looks like a secret", () => {
  const runParameters = [
    { name: "issue-key", value: "PAY-1190" },
    { name: "password", value: PASSWORD },
  ];
  const MASKED = { name: "password", value: MASK, masked: true };
  const SHOWN = { name: "issue-key", value: "PAY-1190", masked: false };

  it("is shown when the pipeline run says so", async () => {
    const annotations = { "countersign.dev/show-params": "version, issue-key" };
    const server = startTestServer([buildApproval({ runParameters, annotations })]);
    assert.deepEqual((await readApi(server)).runParameters, [SHOWN, MASKED]);
  });

  it("is shown when the setting says so, also where a pipeline run says something else", async () => {
    const annotations = { "countersign.dev/show-params": "version" };
    const shownParams = new Set(["issue-key"]);
    const server = startTestServer([buildApproval({ runParameters, annotations })], { shownParams });
    assert.deepEqual((await readApi(server)).runParameters, [SHOWN, MASKED]);
  });

  it("is masked when nobody says so", async () => {
    const { runParameters: shown } = await readApi(startTestServer([buildApproval({ runParameters })]));
    assert.deepEqual(shown[0], { name: "issue-key", value: MASK, masked: true });
  });

  it("cannot be hidden by naming it: what is shown is not masked", async () => {
    const annotations = { "countersign.dev/show-params": "-version,!version, *" };
    const server = startTestServer([buildApproval({ annotations })]);
    assert.match(await read(server, PAGE), /2\.14\.0/u);
  });
});
