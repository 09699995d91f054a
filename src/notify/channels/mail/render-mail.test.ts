import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { defaultTreeAdapter, parse, type DefaultTreeAdapterTypes } from "parse5";
import { silentLogger, type Logger, type LogFields } from "../../../std/logger.ts";
import type { Message } from "../../message.ts";
import { createMailRenderer } from "./render-mail.ts";
import { makeSampleMessages } from "./templates/sample-messages.ts";

const render = createMailRenderer({
  timeZone: "Europe/Oslo",
  clusterName: "northlight-eu1",
  logger: silentLogger,
});

function sample(name: string): Message {
  const found = makeSampleMessages().find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no sample ${name}.`);
  return found.message;
}

/** What a reader sees of a mail in HTML, with single blanks. */
function readText(html: string): string {
  let text = "";
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if (defaultTreeAdapter.isElementNode(node) && ["style", "title"].includes(node.tagName)) return;
    if (defaultTreeAdapter.isTextNode(node)) text += node.value;
    else text += " ";
    if ("childNodes" in node) for (const child of node.childNodes) visit(child);
  };
  visit(parse(html));
  return text.replaceAll(/\s+/gu, " ");
}

/** Both parts, each as it reads. */
function readParts(message: Message): readonly string[] {
  const { html, text } = render(message);
  return [readText(html), text.replaceAll(/\n> /gu, " ").replaceAll(/\s+/gu, " ")];
}

describe("our own mails", () => {
  it("say in HTML and in text what is asked, of whom, how many must approve, until when, and what comes then", () => {
    for (const part of readParts(sample("request"))) {
      for (const said of [
        "Release shop-web 2.14.0 to production",
        "Pending: waiting for you",
        "2.14.0 brings the new address form and 14 fixes.",
        "- Migration 0191_address_lines has already run.",
        "release-shop-web",
        "release-shop-web-x7k2p",
        "shop-prod",
        "approve-production",
        "northlight-eu1",
        "Tue 24 Nov 2026, 13:44 CET",
        "hanna@example.com, ola@example.com, mei@example.com or rafael@example.com",
        "Any one of them decides.",
        "Tue 24 Nov 2026, 17:30 CET",
        "If it is not decided by then, it times out, and its task fails.",
        "https://approvals.example.com/approvals/shop-prod/release-shop-web-x7k2p-approve-production",
        "This message decides nothing by itself.",
        "You are getting this because the pipeline asks ola@example.com.",
      ]) {
        assert.ok(part.includes(said), `${said}\n${part}`);
      }
      assert.doesNotMatch(part, /\bcode\b/iu);
    }
  });

  it("give the code beside the link to who has one", () => {
    const { html, text } = render(sample("request-link"));
    for (const part of [html, text]) {
      assert.match(part, /\?link=sample/u);
      assert.match(part, /Code, if the page asks for one: .*7KQ2-M0XF/u);
      assert.equal(part.split("7KQ2-M0XF").length, 2, "once");
    }
    assert.doesNotMatch(render(sample("request-link")).subject, /7KQ2/u);
  });

  it("ask a second person, with what the first one said", () => {
    for (const part of readParts(sample("secondStep"))) {
      assert.match(part, /a second person must approve/u);
      assert.match(part, /hanna@example\.com approved.* 24 Nov 2026, 14:02 CET/u);
      assert.match(part, /Looked at the migration\. Fine with me\./u);
      assert.match(part, /people are asked again, in attempt 2 of 2\./u);
    }
  });

  it("tell how it ended: by whom, with which comment, when", () => {
    for (const part of readParts(sample("outcome"))) {
      assert.match(part, /Approved by hanna@example\.com and ola@example\.com\./u);
      assert.match(part, /Tue 24 Nov 2026, 15:11 CET/u);
      assert.match(part, /ola@example\.com approved/u);
      assert.match(part, /Looked at the migration/u);
      assert.doesNotMatch(part, /waits for|decides nothing|Until/iu);
    }
  });

  it("say what they can of one without anything that can be left out", () => {
    for (const part of readParts(sample("request-least"))) {
      assert.match(part, /no deadline/u);
      assert.match(part, /It has no timeout of its own: it waits until its pipeline run ends\./u);
      assert.match(part, /a member of release-managers and a member of on-call/u);
      assert.match(part, /Each of them has to approve; one rejection rejects\./u);
      assert.doesNotMatch(part, /undefined|null|, ,/u);
    }
  });

  it("have a subject for each kind and end", () => {
    const subjects = makeSampleMessages().map(({ message }) => render(message).subject);
    assert.deepEqual(subjects, [
      "Review: Release shop-web 2.14.0 to production",
      "Review: Release shop-web 2.14.0 to production",
      "Review: ask",
      "Second approval: Release shop-web 2.14.0 to production",
      "Approved: Release shop-web 2.14.0 to production",
      "Timed out: ask",
    ]);
    const decided = sample("outcome");
    for (const [state, subject] of [
      ["rejected", "Rejected: "],
      ["cancelled", "Cancelled: "],
    ] as const) {
      const decision = {
        state,
        reason: "RejectedByVote",
        message: "No.",
        time: "2026-11-24T14:11:09Z",
      } as const;
      const mail = render({ ...decided, approval: { ...decided.approval, decision } });
      assert.ok(mail.subject.startsWith(subject), mail.subject);
    }
  });

  it("have no encoded word in a subject, which would be decoded", () => {
    const { approval, ...message } = sample("request");
    const spec = { ...approval.spec, title: "=?utf-8?b?RnJvbTogZXZpbA==?= for shop" };
    const { subject } = render({ ...message, approval: { ...approval, spec } });
    assert.equal(subject, "Review: = ?utf-8?b?RnJvbTogZXZpbA== ?= for shop");
  });

  it("cut a long description and long comments, and say where the rest is", () => {
    const message = sample("secondStep");
    const { approval } = message;
    const long = "word ".repeat(3_000);
    const [first] = approval.votes;
    assert.ok(first);
    const votes = Array.from({ length: 14 }, () => ({ ...first, comment: long }));
    const { html, text } = render({
      ...message,
      approval: { ...approval, spec: { ...approval.spec, description: long }, votes },
    });
    for (const part of [readText(html), text]) {
      assert.match(part, /word…/u);
      assert.match(part, /The full text is on the page/u);
      assert.match(part, /4 more votes are on the page/u);
      assert.ok(part.length < 10_000, `${part.length}`);
    }
    assert.ok(html.length < 30_000, `${html.length} characters: some programs cut from 102 KB`);
  });

  it("speak of one vote that is left out as of one", () => {
    const message = sample("outcome");
    const { approval } = message;
    const votes = approval.votes.slice(0, 1).flatMap((vote) => Array.from({ length: 11 }, () => vote));
    const { html, text } = render({ ...message, approval: { ...approval, votes } });
    for (const part of [readText(html), text]) assert.match(part, /1 more vote is on the page/u);
  });

  it("fetch nothing, and run nothing", () => {
    for (const { message } of makeSampleMessages()) {
      const { html } = render(message);
      assert.doesNotMatch(html, /<(?:img|link|script|iframe|object|form|base)\b|url\(|@import|\son\w+=/iu);
    }
  });

  it("tell nothing of votes one by one", () => {
    assert.throws(
      () => render({ ...sample("outcome"), kind: "voted" }),
      /"voted", of which mail does not tell/u,
    );
  });
});

describe("templates of the operator that fail", () => {
  it("are told in the log, and the mail is our own", () => {
    const warned: LogFields[] = [];
    const logger: Logger = { ...silentLogger, warn: (fields) => warned.push(fields) };
    const broken = createMailRenderer({
      timeZone: "UTC",
      logger,
      templates: (_message, part) =>
        part === "text"
          ? undefined
          : {
              file: `request.${part}.liquid`,
              render: () => {
                throw new Error("broken");
              },
            },
    });
    const own = createMailRenderer({ timeZone: "UTC", logger: silentLogger });
    assert.deepEqual(broken(sample("request")), own(sample("request")));
    assert.equal(warned.length, 2);
    assert.equal(warned[0]?.["namespace"], "shop-prod");
  });

  it("that write nothing are our own, too", () => {
    const blank = createMailRenderer({
      timeZone: "UTC",
      logger: silentLogger,
      templates: () => ({ file: "mail.html.liquid", render: () => " \n" }),
    });
    assert.deepEqual(
      blank(sample("request")),
      createMailRenderer({ timeZone: "UTC", logger: silentLogger })(sample("request")),
    );
  });
});
