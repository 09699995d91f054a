// The demo's messages as people meet them: sent by the product as in production, taken by real listeners, shown on a page, and
// followed to a decision.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { it, type TestContext } from "node:test";
import { startSample } from "../kit/demo/start-sample.ts";
import { startDemo } from "../kit/start-demo.ts";
import { until } from "../kit/until.ts";
import { readHiddenFields, TestBrowser } from "../kit/web/test-browser.ts";

async function start(t: TestContext) {
  const demo = await startDemo(t, ["--json"]);
  const { url } = JSON.parse(await demo.firstLine()) as { url: string };
  const read = async (path: string): Promise<string> => await (await fetch(`${url}${path}`)).text();
  /** The newest message with these words on its row; the page of it. */
  const findMessage = (...words: readonly string[]): Promise<string> =>
    until(`there is a message ${words.join(", ")}`, async () => {
      const rows = (await read("/demo/mailbox")).split("<tr role");
      const row = rows.find((one) => words.every((word) => one.includes(word)));
      return /href="(?<path>\/demo\/mailbox\/\d+)"/u.exec(row ?? "")?.groups?.["path"];
    });
  return { ...demo, url, read, findMessage };
}

it("a mail's link leads its reader to the vote, and the outcome comes by mail as well", async (t) => {
  const { url, read, findMessage } = await start(t);
  const approval = await startSample(url, "single");
  const mail = await findMessage("Mail", "mary@demo.example", "Review: Release basket");
  const html = await read(`${mail}/html`);
  // By the limits of its pipeline run, which has Tekton's default hour.
  assert.match(html, /Until<.*\d{4}, \d\d:\d\d UTC<br>.*it is cancelled: the pipeline run itself ends\./u);
  const link = /href="(?<link>[^"]*\?user=mary[^"]*)"/u.exec(html)?.groups?.["link"] ?? "";
  const address = new URL(link.replaceAll("&amp;", "&"));
  assert.equal(`${address.origin}${address.pathname}`, `${url}${approval}`);

  const browser = new TestBrowser({
    request: (path, init) => fetch(`${url}${path}`, { ...init, redirect: "manual" }),
  });
  await browser.get(`${approval}${address.search}`);
  // What became of the mail is recorded a moment after it has come.
  const page = await until("the page says that she was told", async () => {
    const text = await (await browser.get(approval)).text();
    return /<b>You, <bdi>mary<\/bdi><\/b><small>named, told by mail/u.test(text) ? text : undefined;
  });
  const fields = readHiddenFields(page, `${approval}/votes`);
  const vote = { ...fields, decision: "approve", comment: "seen in my mail" };
  const answer = await browser.post(`${approval}/votes`, vote, { Origin: url });
  assert.equal(answer.headers.get("location"), `${approval}/receipt`, await answer.text());

  const outcome = await findMessage("Mail", "peter@demo.example", "Approved: Release basket");
  assert.match(await read(outcome), /seen in my mail/u);
});

it("a chat is told where a sample names it, and a program of everything", async (t) => {
  const { url, read, findMessage } = await start(t);
  const single = await startSample(url, "single");
  const multi = await startSample(url, "multi");
  const onSlack = await read(await findMessage("Slack", "releases"));
  assert.ok(onSlack.includes(`href="${url}${single}"`));
  const onTeams = await read(await findMessage("Teams", "releases"));
  assert.ok(onTeams.includes(`href="${url}${multi}"`));
  const called = await read(await findMessage("Webhook", "audit", "opened"));
  assert.match(called, /specversion/u);
});

it("an admin has a message sent again, by the button on the approval's page", async (t) => {
  const { url, findMessage, read } = await start(t);
  const approval = await startSample(url, "single");
  await findMessage("Slack", "releases");
  const browser = new TestBrowser({
    request: (path, init) => fetch(`${url}${path}`, { ...init, redirect: "manual" }),
  });
  const address = `${approval}?user=john&group=it-admin`;
  const page = await until("the button is there", async () => {
    const text = await (await browser.get(address)).text();
    return /aria-label="Send again: request to releases"/u.test(text) ? text : undefined;
  });
  const notice = /name="notice" value="(?<key>\w+)" aria-label="Send again: request to releases"/u.exec(
    page,
  )?.groups;
  const fields = readHiddenFields(page, `${approval}/notices`);
  const answer = await browser.post(
    `${approval}/notices`,
    { ...fields, notice: notice?.["key"] ?? "" },
    { Origin: url },
  );
  assert.equal(answer.headers.get("location"), `${approval}#notices`, await answer.text());
  await until("it is sent twice", async () => {
    const rows = (await read("/demo/mailbox")).split("<tr role").filter((row) => row.includes("Slack"));
    return rows.length === 2 || undefined;
  });
});

it("leaves no file of its channels behind", async (t) => {
  const demo = await start(t);
  const folder = dirname(demo.kubeconfig);
  assert.ok(readdirSync(folder).includes("slack-url"));
  demo.signal("SIGTERM");
  assert.equal(await demo.ended(), 0);
  assert.deepEqual(readdirSync(folder).toSorted(), ["key", "temporary"]);
});
