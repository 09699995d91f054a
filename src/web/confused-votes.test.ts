// Whoever may vote on one approval gets no vote on another out of it: a vote is for the approval of its address, as it was
// shown, by whoever it was shown to, or it is refused.
import assert from "node:assert/strict";
import { test } from "node:test";

import { buildApproval } from "../../test/kit/web/build-approval.ts";
import { startTestServer, type TestServer } from "../../test/kit/web/start-test-server.ts";
import { readHiddenFields, TestBrowser } from "../../test/kit/web/test-browser.ts";
import { computeDigest } from "../objects/approval/request-digest.ts";

const LEAST_CELLS = 300;

/** Two of one name, two of one namespace. */
const SAMPLES = [
  buildApproval({ namespace: "shop", name: "deploy", title: "Deploy the shop", approvers: ["mary"] }),
  buildApproval({ namespace: "bank", name: "deploy", title: "Deploy the bank", approvers: ["mary"] }),
  buildApproval({ namespace: "bank", name: "payout", title: "Pay out", approvers: ["mary"] }),
];
const PLACES = SAMPLES.map(({ task: { metadata, spec } }) => ({
  path: `/approvals/${metadata.namespace}/${metadata.name}`,
  digest: computeDigest(spec),
}));
const PATHS = [
  ...PLACES.map(({ path }) => path),
  "/approvals/shop/payout",
  "/approvals/bank/deploy%2F..%2Fpayout",
  "/approvals/bank%2Fdeploy/payout",
  "/approvals/Bank/deploy",
];
const DIGESTS = [...PLACES.map(({ digest }) => digest), "", "0".repeat(64)];
/** What a body might say of another approval than its address. */
const BESIDE: readonly Readonly<Record<string, string>>[] = [
  {},
  { namespace: "bank" },
  { name: "payout" },
  { uid: SAMPLES[2]?.task.metadata.uid ?? "" },
  { ref: "bank/payout" },
];

interface Stage extends TestServer {
  readonly browser: TestBrowser;
  /** Of the form that mary has open for the shop. */
  readonly token: string;
}

async function openStage(): Promise<Stage> {
  const server = startTestServer(SAMPLES);
  const browser = new TestBrowser(server.app);
  await browser.get("/?user=mary");
  const page = await (await browser.get("/approvals/shop/deploy")).text();
  const { token = "" } = readHiddenFields(page, "/approvals/shop/deploy/votes");
  return { ...server, browser, token };
}

interface Cell {
  readonly path: string;
  readonly digest: string;
  readonly whose: "own" | "foreign" | "none";
  readonly beside: Readonly<Record<string, string>>;
}

/** Sends each; a vote is recorded where all fits, at its place alone, and none where anything does not. */
async function tryAll(
  cells: readonly Cell[],
  {
    recorded,
    send,
  }: { readonly recorded: number; readonly send: (stage: Stage, cell: Cell) => Promise<number> },
): Promise<void> {
  let stage = await openStage();
  for (const cell of cells) {
    const { path, digest, whose, beside } = cell;
    const place = PLACES.find((one) => one.path === path);
    const isRight = place?.digest === digest && whose === "own" && Object.keys(beside).length === 0;
    const status = await send(stage, cell);
    assert.ok(
      isRight ? status === recorded : status >= 400 && status < 500,
      JSON.stringify({ cell, status }),
    );
    const expected = PLACES.map((one) => (isRight && one === place ? 1 : 0));
    assert.deepEqual(await countVotes(stage), expected, JSON.stringify(cell));
    if (isRight) stage = await openStage();
  }
}

async function countVotes({ app }: Stage): Promise<readonly number[]> {
  const counts = PLACES.map(async ({ path }) => {
    const approval = (await (await app.request(`/api/v1${path}`)).json()) as { readonly votes: unknown[] };
    return approval.votes.length;
  });
  return await Promise.all(counts);
}

function listCells(tokens: readonly Cell["whose"][]): readonly Cell[] {
  return PATHS.flatMap((path) =>
    DIGESTS.flatMap((digest) =>
      tokens.flatMap((whose) => BESIDE.map((beside) => ({ path, digest, whose, beside }))),
    ),
  );
}

test("by the form of a page", async () => {
  const { token: foreign } = await openStage();
  const cells = listCells(["own", "foreign", "none"]);
  assert.ok(cells.length >= LEAST_CELLS, `${cells.length} cells`);
  await tryAll(cells, {
    recorded: 303,
    send: async ({ browser, token }, { path, digest, whose, beside }) => {
      assert.notEqual(token, foreign);
      const given = { own: { token }, foreign: { token: foreign }, none: {} }[whose];
      const fields = { digest, decision: "approve", ...given, ...beside };
      return (await browser.post(`${path}/votes`, fields)).status;
    },
  });
});

test("by the API", async () => {
  await tryAll(listCells(["own"]), {
    recorded: 201,
    send: async ({ app }, { path, digest, beside }) => {
      const { status } = await app.request(`/api/v1${path}/votes?user=mary`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ decision: "approve", digest, ...beside }),
      });
      return status;
    },
  });
});
