// Templates that mails are written by in tests of what others may write into them: ours, an operator's, and Automatiko's.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { RenderedMail } from "../../../src/notify/channels/mail/templates/mail-format.ts";
import { readTemplateFolder } from "../../../src/notify/channels/mail/templates/read-template-folder.ts";
import { createMailRenderer } from "../../../src/notify/channels/mail/render-mail.ts";
import type { Message } from "../../../src/notify/message.ts";
import { silentLogger } from "../../../src/std/logger.ts";

/** A value in every place where one may stand. */
const LIQUID = {
  "mail.subject.liquid": "{{ title }} {{ asked }} {{ outcome }}",
  "mail.html.liquid": `<!doctype html><html><head><title>{{ title }}</title></head><body>
<h1 title="{{ title }}">{{ title }}</h1><p title='{{ description }}'>{{ description }}</p>
{% for line in descriptionLines %}<i>{{ line }}</i><br>{% endfor %}
<!-- {{ title }} -->
<!--[if mso]><b>{{ title }}</b><![endif]-->
<textarea>{{ description }}</textarea>
{% for vote in votes %}<q title="{{ vote.by }}">{{ vote.by }}: {{ vote.comment | upcase | replace: "A", "&" }}</q>{% endfor %}
{% capture who %}{{ asked }}{% endcapture %}{{ who }}{{ pipeline }}{{ pipelineRun }}{{ task }}{{ outcome }}{{ waitingFor }}{{ why }}
<a href="{{ url }}">{{ title | truncate: 20 }}</a><a href="https://approvals.example.com/x/{{ title }}?y={{ asked }}">x</a></body></html>`,
  "mail.text.liquid": "{{ title }}\n{{ description }}\n{{ url }}",
};

const EMAIL = `<!doctype html><html><head><title>{name}</title></head><body>
<h1 title="{inputs.spec.pipeline}">{inputs.spec.pipeline.raw}</h1>
<p title='{inputs.spec.description}'>{inputs.spec.description or 'nothing'}</p>
{#for who in inputs.spec.approvers}<i>{who}</i>{/for}{#each inputs.spec.groups}<i>{it}</i>{/each}
{inputs.ActorId}{inputs.Groups}{body.comment}{inputs.firstApprover ? inputs.firstApprover : ''}{description}
<a href="{link}">{inputs.EmailSubject}</a></body></html>`;

const QUTE = Object.fromEntries(
  ["approval-email", "groupapproval-email", "secondApproval-email"].map((id) => [`${id}.html`, EMAIL]),
);

export type RenderMail = (message: Message) => RenderedMail;

export const TEMPLATE_SETS = [
  { whose: "our own templates", files: {} },
  { whose: "templates in Liquid", files: LIQUID },
  { whose: "a folder of Automatiko", files: QUTE },
] as const;

/** By a folder with these files; it throws where a template fails, and does not write the mail by our own. */
export function createTemplateRenderer(files: Readonly<Record<string, string>>): RenderMail {
  const folder = mkdtempSync(join(tmpdir(), "templates-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const read = readTemplateFolder(folder);
    if (!read.ok) throw new Error(read.error);
    const failing = {
      ...silentLogger,
      warn: ({ err }: { readonly err?: unknown }) => {
        throw err;
      },
    };
    return createMailRenderer({ timeZone: "UTC", logger: failing, templates: read.value.find });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
