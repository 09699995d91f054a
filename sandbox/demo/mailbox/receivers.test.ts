// The demo's receivers are spoken to as production's peers are: SMTP by hand, and HTTP.
import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { sendRawMail, writeMail } from "../../../test/kit/demo/send-raw-mail.ts";
import { startMailReceiver } from "./mail-receiver.ts";
import { Mailbox } from "./mailbox.ts";
import { startPostReceiver } from "./post-receiver.ts";

const HOST = "127.0.0.1";

async function startMail(t: TestContext) {
  const mailbox = new Mailbox(Date.now);
  const { port, stop } = await startMailReceiver(HOST, mailbox);
  t.after(stop);
  return { mailbox, port };
}

async function startPosts(t: TestContext) {
  const mailbox = new Mailbox(Date.now);
  const { urlOf, stop } = await startPostReceiver(HOST, mailbox);
  t.after(stop);
  const post = (url: string, body: string): Promise<Response> => fetch(url, { method: "POST", body });
  return { mailbox, urlOf, post };
}

describe("the mail receiver", () => {
  it("takes a mail, and has both its parts as they were written", async (t) => {
    const { mailbox, port } = await startMail(t);
    const mail = { subject: "Review: Größe ändern", html: "<h1>Größe</h1>", text: "Größe\nändern" };
    const answer = await sendRawMail(port, { to: ["mary@demo.example"], lines: writeMail(mail) });
    assert.match(answer, /^250 /u);
    const [received] = mailbox.messages;
    assert.ok(received?.channel === "mail");
    const { subject, html, text, to, from } = received;
    assert.deepEqual([subject, html, text.trimEnd()], [mail.subject, mail.html, mail.text]);
    assert.equal(to, "mary@demo.example");
    assert.match(from, /countersign@demo\.example/u);
  });

  it("lays one for each recipient, whoever the header names", async (t) => {
    const { mailbox, port } = await startMail(t);
    const to = ["mary@demo.example", "john@demo.example"];
    await sendRawMail(port, { to, lines: writeMail({ subject: "x", html: "<p>x</p>", text: "x" }) });
    const found = mailbox.messages.map((message) => (message.channel === "mail" ? message.to : ""));
    assert.deepEqual(new Set(found), new Set(to));
  });

  it("takes one that is text alone", async (t) => {
    const { mailbox, port } = await startMail(t);
    await sendRawMail(port, { to: ["mary@demo.example"], lines: ["Subject: plain", "", "just <b>text</b>"] });
    const [received] = mailbox.messages;
    assert.ok(received?.channel === "mail");
    assert.equal(received.html, undefined);
    assert.match(received.text, /just <b>text<\/b>/u);
  });
});

describe("the receiver of posts", () => {
  it("answers as each of them does, and keeps what it was sent", async (t) => {
    const { mailbox, urlOf, post } = await startPosts(t);
    for (const [channel, status, said] of [
      ["slack", 200, "ok"],
      ["teams", 202, ""],
      ["webhook", 204, ""],
    ] as const) {
      const answer = await post(urlOf(channel, "releases"), '{"text":"hello"}');
      assert.deepEqual([answer.status, await answer.text()], [status, said]);
      const [received] = mailbox.messages;
      assert.ok(received !== undefined && received.channel !== "mail");
      assert.deepEqual(
        [received.channel, received.name, received.body],
        [channel, "releases", { text: "hello" }],
      );
    }
  });

  it("keeps nothing that is not a message", async (t) => {
    const { mailbox, urlOf, post } = await startPosts(t);
    const url = urlOf("slack", "releases");
    assert.equal((await post(url, "payload=x")).status, 400);
    assert.equal((await post(`${url}/more`, "{}")).status, 404);
    assert.equal((await post(url, JSON.stringify("x".repeat(1_100_000)))).status, 413);
    assert.equal((await fetch(url)).status, 404);
    assert.deepEqual(mailbox.messages, []);
  });
});
