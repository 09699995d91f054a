import assert from "node:assert/strict";
import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { makeFolder } from "../../../../../test/kit/make-folder.ts";
import { writeTemplates } from "../../../../../test/kit/write-templates.ts";
import { createMailRenderer } from "../render-mail.ts";
import { silentLogger } from "../../../../std/logger.ts";
import type { RenderedMail } from "./mail-format.ts";
import { readTemplateFolder } from "./read-template-folder.ts";
import { makeSampleMessages } from "./sample-messages.ts";

type Files = Readonly<Record<string, string>>;

function refuse(t: TestContext, files: Files): string {
  const read = readTemplateFolder(writeTemplates(t, files));
  assert.equal(read.ok, false);
  return read.ok ? "" : read.error;
}

/** The mail that a folder makes of the sample of this name. */
function render(t: TestContext, files: Files, sample = "request"): RenderedMail {
  const read = readTemplateFolder(writeTemplates(t, files));
  if (!read.ok) throw new Error(read.error);
  const message = makeSampleMessages().find(({ name }) => name === sample)?.message;
  if (message === undefined) throw new Error(`There is no sample ${sample}.`);
  return createMailRenderer({ timeZone: "UTC", logger: silentLogger, templates: read.value.find })(message);
}

describe("a folder of templates", () => {
  it("says each part of a kind by its file, and of every kind by mail", (t) => {
    const files = {
      "mail.subject.liquid": "[{{ kind }}] {{ title }}",
      "outcome.subject.liquid": "Over: {{ state }}",
      "request.html.liquid": "<p>{{ subject }} {{ title }}</p>",
      "request.text.liquid": "{{ subject }}: {{ description }}",
    };
    const request = render(t, files);
    assert.equal(request.subject, "[request] Release shop-web 2.14.0 to production");
    assert.equal(request.html, `<p>${request.subject} Release shop-web 2.14.0 to production</p>`);
    assert.match(request.text, /^\[request\] Release.*: 2\.14\.0 brings .*\n\n- Migration/u);
    const outcome = render(t, files, "outcome");
    assert.equal(outcome.subject, "Over: approved");
  });

  it("leaves to our own what it does not say", (t) => {
    const own = render(t, {});
    const mail = render(t, { "request.subject.liquid": "Please look: {{ title }}" });
    assert.equal(mail.text, own.text);
    assert.equal(mail.html, own.html.replaceAll("Review: Release", "Please look: Release"));
  });

  it("makes one line of a subject, of at most 150 characters", (t) => {
    const { subject } = render(t, {
      "mail.subject.liquid": `\n{{ title }}\r\nBcc: a@b.example\n${"x".repeat(200)}`,
    });
    assert.match(subject, /^Release shop-web 2\.14\.0 to production Bcc: a@b\.example x+…$/u);
    assert.equal(subject.length, 151);
  });

  it("renders its own parts into templates, with all variables and those that are given", (t) => {
    const { html } = render(t, {
      "mail.html.liquid": `{% render "_sign.html.liquid", who: "Platform" %}`,
      "_sign.html.liquid": "<p>{{ who }} for {{ namespace }}</p>",
    });
    assert.equal(html, "<p>Platform for shop-prod</p>");
  });

  it("knows nothing of files that begin with a dot, nor of folders, and is one by a link, too", (t) => {
    const folder = writeTemplates(t, { "mail.subject.liquid": "{{ title }}", ".x.liquid": "{{ nothing }}" });
    const link = `${folder}-link`;
    symlinkSync(folder, link);
    t.after(() => rmSync(link));
    assert.ok(readTemplateFolder(link).ok);
  });

  it("tells of what is no template", (t) => {
    const read = readTemplateFolder(writeTemplates(t, { "notes.md": "# Notes" }));
    assert.deepEqual(read.ok && read.value.notes, ["notes.md is not a template, and is not used."]);
  });
});

describe("a broken template is refused with file, line, what is wrong and what to write", () => {
  for (const [source, fault] of [
    ["<p>\n{{ titel }}", 'mail.html.liquid, line 2: there is no variable "titel"; did you mean "title"?'],
    [
      "{% if state == 'x' %}{{ nobody }}{% endif %}",
      'mail.html.liquid, line 1: there is no variable "nobody"',
    ],
    ["{{ title.x }}", 'mail.html.liquid, line 1: there is no variable "title.x"'],
    [
      "{{ title | raw }}",
      "line 1: {{ title | raw }}: undefined filter: raw; values are escaped by themselves: leave the filter out",
    ],
    ["{{ title | escape }}", "values are escaped by themselves: leave the filter out"],
    ["{{ title | date }}", "there is no filter of this name here"],
    ["{% cycle title, title %}", 'tag "cycle" not found; there is no tag of this name here'],
    ["{% echo title %}", 'tag "echo" not found'],
    ["{% liquid echo title %}", 'tag "liquid" not found'],
    ["{% include 'x' %}", 'write {% render "_NAME.html.liquid" %}'],
    ["{% layout 'x' %}", 'write {% render "_NAME.html.liquid" %}'],
    ['{% render "../key" %}', "there is no such file in the folder of the templates"],
    ['{% render "/etc/passwd" %}', "there is no such file in the folder of the templates"],
    ["{% render title %}", "there is no such file in the folder of the templates"],
    ["\n\n{% if title %}", "mail.html.liquid, line 3:"],
    ["{{ title ", "mail.html.liquid, line 1:"],
    ["{{ votes }}", "this is not a text but has parts: write one of them"],
    [
      '<a href="{{ title }}">x</a>',
      'mail.html.liquid, line 1: {{ title | link }}: only "url" and "pageUrl" can be the address of a link',
    ],
    ["<p title={{ title }}>", 'mail.html.liquid, line 1: {{ title }} needs quotes: title="{{ title }}"'],
    // For what it takes of memory, or on a busy machine of time.
    ["{% for i in (1..1000000) %}x{% endfor %}", "mail.html.liquid"],
    [
      "{% for i in (1..10000) %}{% for j in (1..1000) %}x{% endfor %}{% endfor %}",
      "it takes longer than 1,000 ms",
    ],
    [
      "{% assign x = 'x' %}{% for i in (1..40) %}{% assign x = x | append: x %}{% endfor %}{{ x }}",
      "mail.html.liquid",
    ],
    [`{% for i in (1..9000) %}${"x".repeat(1_000)}{% endfor %}`, "it writes more than 524,288 characters"],
    ["{{ title.constructor }}", 'there is no variable "title.constructor"'],
    ["{{ votes.__proto__ }}", 'there is no variable "votes.__proto__"'],
  ] as const) {
    it(source.slice(0, 80), (t) => {
      const began = process.hrtime.bigint();
      const error = refuse(t, { "mail.html.liquid": source });
      assert.ok(error.includes(fault), error);
      assert.ok(Number(process.hrtime.bigint() - began) < 20e9, "within its limits");
    });
  }

  it("in a subject and a text, too, and in files that others render", (t) => {
    const error = refuse(t, {
      "mail.subject.liquid": "{{ titel }}",
      "request.text.liquid": "\n{{ titel }}",
      "outcome.html.liquid": '{% render "_x.html.liquid" %}',
      "_x.html.liquid": "<p>\n\n{{ titel }}",
    });
    assert.match(error, /^mail\.subject\.liquid, line 1: /mu);
    assert.match(error, /^request\.text\.liquid, line 2: /mu);
    assert.match(error, /^_x\.html\.liquid, line 3: /mu);
  });

  it("when it renders itself without end", (t) => {
    const files = {
      "mail.html.liquid": '{% render "_x.html.liquid" %}',
      "_x.html.liquid": 'x{% render "_x.html.liquid" %}',
    };
    assert.match(refuse(t, files), /^(?:mail|_x)\.html\.liquid, line 1: /u);
  });

  it("by its name, with the one that was probably meant", (t) => {
    const error = refuse(t, {
      "requests.html.liquid": "",
      "Mail.subject.liquid": "",
      "footer.liquid": "",
    });
    assert.match(
      error,
      /^requests\.html\.liquid: is not part of a message; did you mean request\.html\.liquid\?/mu,
    );
    assert.match(error, /^Mail\.subject\.liquid: .* did you mean mail\.subject\.liquid\?/mu);
    assert.match(error, /^footer\.liquid: is not part of a message; .*_NAME\.html\.liquid/mu);
  });

  it("when it cannot be read", (t) => {
    const missing = readTemplateFolder("/nowhere/templates");
    assert.match(
      missing.ok ? "" : missing.error,
      /^The templates of the folder \/nowhere\/templates cannot be read: ENOENT/u,
    );
    const folder = makeFolder(t);
    writeFileSync(join(folder, "mail.text.liquid"), Buffer.from([0xff, 0xfe]));
    const binary = readTemplateFolder(folder);
    assert.match(binary.ok ? "" : binary.error, /cannot be read: .*utf-8/iu);
    writeFileSync(join(folder, "mail.text.liquid"), "x".repeat(300_000));
    const large = readTemplateFolder(folder);
    assert.match(large.ok ? "" : large.error, /mail\.text\.liquid has more than 262,144 bytes\.$/u);
  });
});
