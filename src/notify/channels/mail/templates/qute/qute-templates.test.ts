import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { writeTemplates } from "../../../../../../test/kit/write-templates.ts";
import type { Message } from "../../../../message.ts";
import { buildVariables } from "../mail-variables.ts";
import { readTemplateFolder } from "../read-template-folder.ts";
import { makeSampleMessages } from "../sample-messages.ts";

type Spec = Partial<Message["approval"]["spec"]>;

function sample(name: string): Message {
  const found = makeSampleMessages().find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no sample ${name}.`);
  return found.message;
}

function ask(spec: Spec, kind: Message["kind"] = "request"): Message {
  const message = sample(kind);
  const { approvers: _approvers, ...rest } = message.approval.spec;
  return { ...message, approval: { ...message.approval, spec: { ...rest, ...spec } } };
}

const SINGLE = ask({ strategy: "SINGLE", approvers: ["ann@example.com"] });
const SINGLE_GROUPS = ask({ strategy: "SINGLE", groups: ["ops"] });
const MULTI = ask({ strategy: "MULTI", approvers: ["ann", "bob"] });
const MULTI_GROUPS = ask({ strategy: "MULTI", groups: ["ops", "dev"] });
const FOUR_EYES = ask({ strategy: "FOUR_EYES", groups: ["ops"] });
const SECOND = ask({ strategy: "FOUR_EYES", groups: ["ops"] }, "secondStep");
const QUORUM = ask({ strategy: "QUORUM", approvalsRequired: 2, approvers: ["ann", "bob"] });
const OUTCOME = ask({ strategy: "SINGLE", approvers: ["ann"] }, "outcome");

/** Which file a message is made with. */
function choose(t: TestContext, ids: readonly string[], message: Message): string | undefined {
  const files = Object.fromEntries(ids.map((id) => [id.includes(".html") ? id : `${id}.html`, "{link}"]));
  const read = readTemplateFolder(writeTemplates(t, files));
  if (!read.ok) throw new Error(read.error);
  return read.value.find(message, "html")?.file;
}

function render(t: TestContext, source: string, message: Message): string {
  const read = readTemplateFolder(
    writeTemplates(t, {
      "approval-email.html": source,
      "secondApproval-email.html": source,
      "groupapproval-email.html": source,
    }),
  );
  if (!read.ok) throw new Error(read.error);
  const variables = { ...buildVariables(message, { timeZone: "UTC" }), subject: "Review" };
  return read.value.find(message, "html")?.render(message, variables) ?? "";
}

describe("a folder of Automatiko", () => {
  const all = ["approval-email", "groupapproval-email", "secondApproval-email", "default-usertask-email"];

  it("is looked through in Automatiko's order, by task", (t) => {
    for (const [message, file] of [
      [SINGLE, "approval-email.html"],
      [SINGLE_GROUPS, "groupapproval-email.html"],
      [MULTI, "approval-email.html"],
      [MULTI_GROUPS, "approval-email.html"],
      [FOUR_EYES, "approval-email.html"],
      [SECOND, "secondApproval-email.html"],
      [QUORUM, "approval-email.html"],
      [OUTCOME, undefined],
    ] as const) {
      assert.equal(choose(t, all, message), file);
    }
  });

  it("prefers what has the process before it", (t) => {
    for (const [id, message] of [
      ["single.approval-email", SINGLE],
      ["single.groupapproval-email", SINGLE_GROUPS],
      ["multi.approval-email", MULTI],
      ["multiGroup.approval-email", MULTI_GROUPS],
      ["fourEyes.approval-email", FOUR_EYES],
      ["fourEyes.secondApproval-email", SECOND],
    ] as const) {
      assert.equal(choose(t, [...all, id], message), `${id}.html`);
      assert.notEqual(choose(t, [id], QUORUM), `${id}.html`);
    }
  });

  it("is not held up by a file that is used for no mail", (t) => {
    assert.equal(choose(t, [...all, "quorum.approval-email"], QUORUM), "approval-email.html");
  });

  it("falls back to the one for every task where Automatiko has none of its own", (t) => {
    assert.equal(choose(t, ["default-usertask-email"], SINGLE_GROUPS), "default-usertask-email.html");
    assert.equal(choose(t, ["default-usertask-email"], SECOND), "default-usertask-email.html");
    assert.equal(choose(t, ["default-usertask-email"], SINGLE), undefined);
  });

  it("has files that end in .html, .txt or .qute, in any case", (t) => {
    for (const name of ["approval-email.TXT", "approval-email.qute", "approval-email.HTML"]) {
      const read = readTemplateFolder(writeTemplates(t, { [name]: "{name}" }));
      assert.equal(read.ok && read.value.find(SINGLE, "html")?.file, name);
    }
  });

  it("may be the mount of a ConfigMap", (t) => {
    const folder = writeTemplates(t, {});
    mkdirSync(join(folder, "..2026_11_24"));
    writeFileSync(join(folder, "..2026_11_24", "approval-email.html"), "<p>{name}</p>");
    symlinkSync("..2026_11_24", join(folder, "..data"));
    symlinkSync(join("..data", "approval-email.html"), join(folder, "approval-email.html"));
    const read = readTemplateFolder(folder);
    assert.equal(read.ok && read.value.find(SINGLE, "html")?.file, "approval-email.html");
  });

  it("says nothing of subject and text, and gives way to templates in Liquid", (t) => {
    const read = readTemplateFolder(
      writeTemplates(t, { "approval-email.html": "{name}", "mail.html.liquid": "{{ title }}" }),
    );
    assert.ok(read.ok);
    assert.equal(read.value.find(SINGLE, "subject"), undefined);
    assert.equal(read.value.find(SINGLE, "text"), undefined);
    assert.equal(read.value.find(SINGLE, "html")?.file, "mail.html.liquid");
  });

  it("tells of files for Slack, Teams and forms, and of names that are for no mail", (t) => {
    const read = readTemplateFolder(
      writeTemplates(t, {
        "approval-slack.txt": "x",
        "approval.html": "{url}",
        "aproval-email.html": "x",
        "approval-email.html": "x",
        "approval-email.txt": "{",
      }),
    );
    assert.deepEqual(read.ok && read.value.notes, [
      "approval-email.txt is not used for any message.",
      "approval-slack.txt is not used: messages to Slack and Teams have no templates.",
      "approval.html is not used for any message.",
      "aproval-email.html is not used for any message; did you mean approval-email?",
    ]);
  });

  it("is refused with file and line, and what to write", (t) => {
    const read = readTemplateFolder(
      writeTemplates(t, { "approval-email.html": "<p>\n{inputs.spec.namespace}</p>\n<a href={link}>x</a>" }),
    );
    assert.equal(
      read.ok ? "" : read.error,
      'approval-email.html, line 2: {inputs.spec.namespace}: there is no "namespace"; there is description, approvers, groups, pipeline, strategy, notifyOnSlack, notifyOnTeams',
    );
    const unquoted = readTemplateFolder(
      writeTemplates(t, { "approval-email.html": "\n<a href={link}>x</a>" }),
    );
    assert.equal(
      unquoted.ok ? "" : unquoted.error,
      'approval-email.html, line 2: {link} needs quotes: href="{link}"',
    );
  });
});

describe("Automatiko's variables", () => {
  const every =
    "{name}|{description}|{taskId}|{instanceId}|{processId}|{processName}|{inputs.spec.description}|{inputs.spec.approvers}|{inputs.spec.groups}|{inputs.spec.pipeline}|{inputs.spec.strategy}|{inputs.TaskName}|{inputs.NodeName}|{inputs.Description}|{inputs.EmailSubject}|{inputs.FormName}|{inputs.ActorId}|{inputs.Groups}|{body.ExcludedUsers}|{body.firstApprover}|{body.comment}";

  it("are there, with the values of the approval", (t) => {
    const said = render(
      t,
      every,
      ask({ strategy: "SINGLE", approvers: ["ann", "bob"], description: "Ship <it>" }),
    );
    assert.deepEqual(said.split("|"), [
      "Approval",
      "Approval for release-shop-web",
      SINGLE.approval.uid,
      SINGLE.approval.uid,
      "single",
      "Single Approval",
      "Ship &lt;it&gt;",
      "ann, bob",
      "",
      "release-shop-web",
      "SINGLE",
      "approval",
      "Approval",
      "Approval for release-shop-web",
      "Review",
      "approval",
      "ann,bob",
      "",
      "",
      "",
      "",
    ]);
  });

  it("of a second step are those of the first, too", (t) => {
    const said = render(t, every, SECOND);
    assert.match(said, /^Second step approval\|.*\|fourEyes\|Four eyes Approval\|/u);
    assert.match(said, /\|secondApproval\|Second step approval\|/u);
    assert.match(
      said,
      /\|\|ops\|hanna@example\.com\|hanna@example\.com\|Looked at the migration\.\nFine with me\.$/u,
    );
  });

  it("name the channels that the pipeline names", (t) => {
    const told = ask({ strategy: "SINGLE", approvers: ["ann"], notifyOnSlack: "ops", notifyOnTeams: "dev" });
    assert.equal(render(t, "{inputs.spec.notifyOnSlack} {inputs.spec.notifyOnTeams}", told), "ops dev");
  });

  it("have the reader's own link, and its code", (t) => {
    const message = { ...SINGLE, link: { url: `${SINGLE.approval.url}?link=x`, code: "7KQ2-M0XF" } };
    const said = render(t, '<a href="{link}">{code}</a>', message);
    assert.equal(said, `<a href="${message.link.url}">7KQ2-M0XF</a>`);
  });

  it("take a line that says what Automatiko's own default mail says", (t) => {
    const said = render(
      t,
      "<title>{name}</title><h1>{inputs.spec.pipeline}</h1><b>{inputs.spec.pipeline}</b>{inputs.spec.description or ''}<a href='{link}'>Open</a>",
      SINGLE,
    );
    assert.match(
      said,
      /^<title>Approval<\/title><h1>release-shop-web<\/h1><b>release-shop-web<\/b>2\.14\.0 brings/u,
    );
  });
});
