// Slack, Teams and webhooks for programs, sent over real connections to receivers that hold them to the documents.
import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";

import { generate } from "selfsigned";

import { makeMessage, makeOutcome, makeToldVote } from "../../../test/kit/make-message.ts";
import { makeWaitingApproval } from "../../../test/kit/make-approval.ts";
import { makeReferringRun } from "../../../test/kit/make-run.ts";
import {
  answer,
  type Answering,
  breakOff,
  drop,
  type FakeSink,
  hang,
  stall,
  startFakeSink,
} from "../../../test/kit/fake-sink.ts";
import { asProgram, startFakeProgram, WEBHOOK_SECRET } from "../../../test/kit/chat/start-fake-program.ts";
import { asSlack, SLACK_PATH, startFakeSlack } from "../../../test/kit/chat/start-fake-slack.ts";
import { asTeams, startFakeTeams, TEAMS_PATH } from "../../../test/kit/chat/start-fake-teams.ts";
import { createPost } from "../../net/post.ts";
import { systemClock } from "../../std/clock.ts";
import { silentLogger } from "../../std/logger.ts";
import type { Channel, ChannelParts, Delivery } from "../channel.ts";
import type { Message } from "../message.ts";
import { createSlackChannels } from "./slack/slack-channel.ts";
import { createTeamsChannels } from "./teams/teams-channel.ts";
import { createWebhookChannels } from "./webhook/webhook-channel.ts";

const DELIVERY = { maxAge: "24h", atLeastOnce: false } as const;
const SILENCE_MS = 200;

const post = createPost({
  allowPrivate: true,
  limits: { silenceTimeoutMs: SILENCE_MS, wholeTimeoutMs: 5 * SILENCE_MS },
});

function partsWith(secrets: Readonly<Record<string, string>>): ChannelParts {
  const directory = (): never => assert.fail("none of them looks anybody up");
  const secretOf = (path: string): string => secrets[path] ?? assert.fail(`no file ${path}`);
  return { clock: systemClock, logger: silentLogger, timeZone: "UTC", post, secretOf, directory };
}

const one = ([channel]: readonly Channel[]): Channel => channel ?? assert.fail("no channel");

const makeSlack = (url: string): Channel =>
  one(
    createSlackChannels(
      { slack: { ops: { urlFile: "url", ...DELIVERY } } },
      partsWith({ url: url + SLACK_PATH }),
    ),
  );

const makeTeams = (url: string): Channel =>
  one(
    createTeamsChannels(
      { teams: { ops: { urlFile: "url", format: "adaptiveCard", ...DELIVERY } } },
      partsWith({ url: url + TEAMS_PATH }),
    ),
  );

const KINDS = ["opened", "voted", "decided", "expired", "cancelled"] as const;

const makeWebhook = (url: string): Channel =>
  one(
    createWebhookChannels(
      {
        webhooks: [
          { id: "audit", url: `${url}/?token=hush`, secretFile: "secret", kinds: KINDS, ...DELIVERY },
        ],
      },
      partsWith({ secret: WEBHOOK_SECRET }),
    ),
  );

async function send(channel: Channel, message: Message = makeMessage()): Promise<Delivery> {
  return await channel.send(message, new AbortController().signal);
}

const CHANNELS: readonly {
  readonly name: string;
  readonly make: (url: string) => Channel;
  readonly start: (t: TestContext) => Promise<FakeSink>;
  readonly messages: readonly Message[];
}[] = [
  {
    name: "Slack",
    make: makeSlack,
    start: startFakeSlack,
    messages: [makeMessage(), makeMessage({ kind: "secondStep" }), makeOutcome()],
  },
  {
    name: "Teams",
    make: makeTeams,
    start: startFakeTeams,
    messages: [makeMessage(), makeMessage({ kind: "secondStep" }), makeOutcome()],
  },
  {
    name: "a webhook",
    make: makeWebhook,
    start: startFakeProgram,
    messages: [
      makeMessage(),
      makeMessage({ kind: "voted", approval: { votes: [makeToldVote("größe 😀")] } }),
      makeOutcome(),
    ],
  },
];

const redirect: Answering = answer(307, "", { Location: "http://127.0.0.1:9/" });
const HOUR_MS = 60 * 60_000;

for (const { name, make, start, messages } of CHANNELS) {
  describe(name, () => {
    test("takes a message of each kind, once", async (t) => {
      const sink = await start(t);
      for (const message of messages)
        assert.deepEqual(await send(make(sink.url), message), { kind: "accepted" });
      assert.equal(sink.received.length, messages.length);
    });

    for (const [sentence, answering, expected] of [
      ["400", answer(400), { kind: "refused" }],
      [
        "429 with seconds",
        answer(429, "", { "Retry-After": "90" }),
        { kind: "refused", retryAfterMs: 90_000 },
      ],
      [
        "429 with hours",
        answer(429, "", { "Retry-After": "86400" }),
        { kind: "refused", retryAfterMs: HOUR_MS },
      ],
      ["500", answer(500), { kind: "refused" }],
      ["503", answer(503, "", { "Retry-After": "5" }), { kind: "refused", retryAfterMs: 5_000 }],
      ["410", answer(410), { kind: "refused", final: true }],
      ["a redirect", redirect, { kind: "refused" }],
      ["502", answer(502), { kind: "unclear" }],
      ["504", answer(504), { kind: "unclear" }],
      ["524", answer(524), { kind: "unclear" }],
      ["nothing", hang, { kind: "unclear" }],
      ["the end of the connection", drop, { kind: "unclear" }],
      [
        "429, and breaks off",
        breakOff(429, { "Retry-After": "90" }),
        { kind: "refused", retryAfterMs: 90_000 },
      ],
      ["400, and falls silent", stall(400), { kind: "refused" }],
      ["502, and falls silent", stall(502), { kind: "unclear" }],
    ] as const) {
      test(`answers ${sentence}: ${expected.kind}`, async (t) => {
        const sink = await startFakeSink(t, answering);
        const delivery = await send(make(sink.url));
        assert.ok(delivery.kind !== "accepted", "not accepted");
        const { reason, ...told } = delivery;
        assert.deepEqual(told, expected);
        assert.match(reason, /^[^\n]{10,200}$/u);
        assert.doesNotMatch(reason, /hush/u);
        assert.equal(sink.received.length, 1);
      });
    }

    test("says when to ask again by a date", async (t) => {
      const at = new Date(Date.now() + 600_000).toUTCString();
      const sink = await startFakeSink(t, answer(429, "", { "Retry-After": at }));
      const delivery = await send(make(sink.url));
      const waitMs = delivery.kind === "refused" ? (delivery.retryAfterMs ?? 0) : 0;
      assert.ok(waitMs > 590_000 && waitMs <= 600_000, `${waitMs} ms`);
    });

    test("is not there: refused, and the reason does not tell the address", async () => {
      const delivery = await send(make("http://127.0.0.1:1"));
      assert.ok(delivery.kind === "refused");
      assert.match(delivery.reason, /^127\.0\.0\.1:1: .*ECONNREFUSED/u);
      assert.doesNotMatch(delivery.reason, /hush/u);
    });

    test("is given up when the sender stops", async (t) => {
      const stop = new AbortController();
      const sink = await startFakeSink(t, () => stop.abort(new Error("stopping")));
      const delivery = await make(sink.url).send(makeMessage(), stop.signal);
      assert.equal(delivery.kind, "unclear");
    });
  });
}

for (const [sentence, answering] of [
  ["falls silent", stall(200)],
  ["breaks off", breakOff(200)],
] as const) {
  test(`chats that say yes and ${sentence} may have meant a no; of a program a yes is one`, async (t) => {
    const sink = await startFakeSink(t, answering);
    assert.equal((await send(makeSlack(sink.url))).kind, "unclear");
    assert.equal((await send(makeTeams(sink.url))).kind, "unclear");
    assert.equal((await send(makeWebhook(sink.url))).kind, "accepted");
  });
}

test("Slack that says no in a yes has refused it", async (t) => {
  const sink = await startFakeSink(t, answer(200, "no_service"));
  assert.equal((await send(makeSlack(sink.url))).kind, "refused");
});

test("Teams that says no in a yes has refused it", async (t) => {
  const said = "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429";
  const sink = await startFakeSink(t, answer(200, said));
  assert.equal((await send(makeTeams(sink.url))).kind, "refused");
});

test("the receivers refuse what is not right", async (t) => {
  const sink = await startFakeSink(t, asSlack);
  for (const answering of [asSlack, asTeams, asProgram]) {
    sink.answer(answering);
    for (const path of ["/", SLACK_PATH, TEAMS_PATH]) {
      const headers = { "content-type": "application/json" };
      const response = await fetch(sink.url + path, { method: "POST", headers, body: '{"blocks":[{}]}' });
      assert.ok(response.status >= 400, `${path} ${response.status}`);
    }
  }
});

describe("who is told", () => {
  const approvalOf = (params: Readonly<Record<string, unknown>>) =>
    makeWaitingApproval(makeReferringRun({ approvers: ["mary"], ...params }));
  const isTold = (channel: Channel, params: Readonly<Record<string, unknown>>): boolean =>
    channel.findRecipients(approvalOf(params)).length > 0;

  test("Slack and Teams are, by their own parameter and exactly", () => {
    const [slack, teams] = [makeSlack("http://a"), makeTeams("http://a")];
    assert.ok(isTold(slack, { notifyOnSlack: "ops" }) && isTold(teams, { notifyOnTeams: "ops" }));
    assert.ok(!isTold(slack, { notifyOnTeams: "ops" }) && !isTold(teams, { notifyOnSlack: "ops" }));
    for (const name of ["Ops", "ops2", "op", " "]) assert.ok(!isTold(slack, { notifyOnSlack: name }), name);
    assert.ok(!isTold(slack, {}));
  });

  test("a channel that Automatiko's variable names is as it was there", () => {
    const urlFile = "env:QUARKUS_AUTOMATIKO_NOTIFICATIONS_SLACK_MY_CHANNEL";
    const slack = one(
      createSlackChannels({ slack: { MY_CHANNEL: { urlFile, ...DELIVERY } } }, partsWith({})),
    );
    for (const name of ["my-channel", "my.channel", "My Channel", "my_channel", "MY_CHANNEL"])
      assert.ok(isTold(slack, { notifyOnSlack: name }), name);
    for (const name of ["mychannel", "#my-channel", "my--channel"])
      assert.ok(!isTold(slack, { notifyOnSlack: name }), name);
  });

  test("a sink is, of the namespaces that it is for", () => {
    const sink = { id: "a", url: "https://a", secretFile: "secret", kinds: KINDS, ...DELIVERY };
    const make = (namespaces?: readonly string[]) =>
      one(createWebhookChannels({ webhooks: [{ ...sink, namespaces }] }, partsWith({})));
    const { namespace = "" } = approvalOf({}).metadata;
    assert.ok(isTold(make(), {}));
    assert.ok(isTold(make([namespace]), {}) && isTold(make(["x", `${namespace.slice(0, 1)}*`]), {}));
    assert.ok(!isTold(make([`${namespace}-*`]), {}));
  });
});

describe("what is told", () => {
  const chat = (kinds?: readonly ["outcome"]): Channel =>
    one(createSlackChannels({ slack: { ops: { urlFile: "url", kinds, ...DELIVERY } } }, partsWith({})));

  test("to a chat all but single votes, or what is set", () => {
    assert.deepEqual(chat().tells, ["request", "secondStep", "outcome"]);
    assert.deepEqual(chat(["outcome"]).tells, ["outcome"]);
  });

  test("to a sink what it wants, though only the end shows which it is", () => {
    const sink = { id: "a", url: "https://a", secretFile: "secret", ...DELIVERY };
    const make = (...kinds: readonly (typeof KINDS)[number][]) =>
      one(createWebhookChannels({ webhooks: [{ ...sink, kinds }] }, partsWith({})));
    assert.deepEqual(make("opened", "decided", "expired").tells, ["request", "outcome"]);
    assert.deepEqual(make("voted").tells, ["voted"]);
    assert.equal(make("decided").wants?.(makeOutcome()), true);
    assert.equal(make("expired", "cancelled").wants?.(makeOutcome()), false);
    assert.equal(make("opened").wants?.(makeMessage()), true);
  });
});

test("a sink with a certificate of the company's own is trusted by its file, and by that alone", async (t) => {
  const { cert, private: key } = await generate([{ name: "commonName", value: "sink" }], {
    keyType: "ec",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
  });
  const sink = await startFakeSink(t, asProgram, { tls: { cert, key } });
  const settings = { id: "a", url: sink.url, secretFile: "secret", kinds: KINDS, ...DELIVERY };
  const parts = partsWith({ secret: WEBHOOK_SECRET, ca: cert, broken: "not a certificate" });
  const make = (caFile?: string) =>
    one(createWebhookChannels({ webhooks: [{ ...settings, caFile }] }, parts));
  assert.deepEqual(await send(make("ca")), { kind: "accepted" });
  assert.equal((await send(make())).kind, "refused");
  assert.equal((await send(make("broken"))).kind, "refused");
  assert.equal(sink.received.length, 1);
});

test("a secret that is replaced counts from the next message on", async (t) => {
  const sink = await startFakeProgram(t);
  const secrets = { secret: `whsec_${Buffer.from("a secret that is not the program's").toString("base64")}` };
  const settings = { id: "a", url: sink.url, secretFile: "secret", kinds: KINDS, ...DELIVERY };
  const channel = one(createWebhookChannels({ webhooks: [settings] }, partsWith(secrets)));
  assert.equal((await send(channel)).kind, "refused");
  secrets.secret += `\n${WEBHOOK_SECRET}`;
  assert.equal((await send(channel)).kind, "accepted");
  secrets.secret = "broken";
  const delivery = await send(channel);
  assert.ok(delivery.kind === "refused");
  assert.match(delivery.reason, /^The file secret has a line that is not whsec_/u);
});
