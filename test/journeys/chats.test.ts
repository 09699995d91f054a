// Slack, Teams and programs are told by the whole product, over real connections; and whatever goes wrong, nobody gets to
// read the address of a webhook.
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { APPROVAL_TASKS, EVENTS } from "../../src/objects/resources.ts";
import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import type { NoticeState } from "../../src/objects/approval/notice.ts";
import type { Settings } from "../../src/config/settings.ts";
import { startFakeProgram, WEBHOOK_SECRET } from "../kit/chat/start-fake-program.ts";
import { SLACK_PATH, startFakeSlack } from "../kit/chat/start-fake-slack.ts";
import { startFakeTeams, TEAMS_PATH } from "../kit/chat/start-fake-teams.ts";
import { answer, type FakeSink } from "../kit/fake-sink.ts";
import { keepLines } from "../kit/keep-lines.ts";
import { ask, startProduct, type TestProduct, vote } from "../kit/start-product.ts";
import { until } from "../kit/until.ts";

const DELIVERY = { maxAge: "24h", atLeastOnce: false } as const;
const KINDS = ["opened", "voted", "decided", "expired", "cancelled"] as const;
const NAMED = { approvers: ["mary"], notifyOnSlack: "ops", notifyOnTeams: "ops" };

interface World {
  readonly product: TestProduct;
  readonly sinks: readonly [slack: FakeSink, teams: FakeSink, program: FakeSink];
  /** All that was logged. */
  readonly logged: readonly string[];
}

async function start(t: TestContext): Promise<World> {
  const sinks = [await startFakeSlack(t), await startFakeTeams(t), await startFakeProgram(t)] as const;
  const [slack, teams, program] = sinks;
  const files: Readonly<Record<string, string>> = {
    slack: slack.url + SLACK_PATH,
    teams: teams.url + TEAMS_PATH,
    secret: WEBHOOK_SECRET,
  };
  const channels: Settings["channels"] = {
    strict: false,
    allowPrivate: true,
    slack: { ops: { urlFile: "slack", ...DELIVERY } },
    teams: { ops: { urlFile: "teams", format: "adaptiveCard", ...DELIVERY } },
    webhooks: [{ id: "audit", url: `${program.url}/`, secretFile: "secret", kinds: KINDS, ...DELIVERY }],
  };
  const logged: string[] = [];
  const secretOf = (path: string): string => files[path] ?? assert.fail(path);
  const product = await startProduct(t, { channels, secretOf, logger: keepLines(logged) });
  return { product, sinks, logged };
}

async function untilNotices(
  { api }: TestProduct,
  name: string,
  kind: "request" | "outcome",
  state: NoticeState,
): Promise<ApprovalTask> {
  return await until(`each ${kind} of ${name} is ${state}`, async () => {
    const task = await api.get<ApprovalTask>(APPROVAL_TASKS, { namespace: "default", name });
    const { notices = [] } = task.status ?? {};
    return notices.length === 3 && notices.every((record) => record[kind]?.state === state) && task;
  });
}

test("each is told once when people are asked, and once how it ended", async (t) => {
  const { product, sinks } = await start(t);
  await ask(product, "release-1", NAMED);
  await untilNotices(product, "release-1", "request", "sent");
  await vote(product, "release-1", "mary");
  const ended = await untilNotices(product, "release-1", "outcome", "sent");
  const [slack, teams, program] = sinks;
  assert.deepEqual(
    ended.status?.notices?.map(({ channel }) => channel),
    ["slack/ops", "teams/ops", "webhook/audit"],
  );
  await until("the vote is told, too", () => program.received.length === 3);
  assert.deepEqual(
    program.received.map(({ body }) => (JSON.parse(body) as { readonly type: string }).type).toSorted(),
    ["decided", "opened", "voted"].map((kind) => `dev.countersign.approval.${kind}.v1`),
  );
  for (const chat of [slack, teams]) {
    assert.equal(chat.received.length, 2);
    assert.match(chat.received[1]?.body ?? "", /Approved by mary\./u);
  }
});

test("a chat is told once of MULTI, and of FOUR_EYES again for the second step", async (t) => {
  const { product, sinks } = await start(t);
  const [slack] = sinks;
  const params = { notifyOnSlack: "ops", notifyOnTeams: "ops" };
  await ask(product, "multi", { ...params, approvers: ["ann", "bob", "cyd"], strategy: "MULTI" });
  await untilNotices(product, "multi", "request", "sent");
  assert.equal(slack.received.length, 1);
  await ask(product, "eyes", { ...params, approvers: ["ann", "bob"], strategy: "FOUR_EYES" });
  await untilNotices(product, "eyes", "request", "sent");
  assert.equal((await vote(product, "eyes", "ann")).status, 201);
  await until("the second step is told", () => slack.received.length === 3);
  assert.match(slack.received[2]?.body ?? "", /Second approval needed/u);
});

for (const [sentence, broken, state] of [
  ["is gone", answer(410, "no_service"), "failed"],
  ["answers with a server's error", answer(500, `${SLACK_PATH} ${TEAMS_PATH}`), "waiting"],
  ["may or may not have taken it", answer(502, SLACK_PATH), "unknown"],
] as const) {
  test(`when a receiver ${sentence}, nothing tells its address`, async (t) => {
    const { product, sinks, logged } = await start(t);
    for (const sink of sinks) sink.answer(broken);
    await ask(product, "release-1", NAMED);
    await until("each was tried", () => sinks.every(({ received }) => received.length > 0));
    const approval = await untilNotices(product, "release-1", "request", state);
    const page = await (await fetch(`${product.url}/approvals/default/release-1?user=mary`)).text();
    const events = await product.api.list(EVENTS, { namespace: "default" });
    const metrics = await (await fetch(`${product.probeUrl}/metrics`)).text();
    for (const text of [JSON.stringify(approval), page, JSON.stringify(events), metrics, logged.join("\n")])
      assert.doesNotMatch(text, /hush/u);
    assert.match(JSON.stringify(approval), /"error":"[^"]+"/u);
  });
}
