import { html } from "hono/html";
import type { Html } from "../../../../src/web/components/html.ts";
import type { MessagePart, Run } from "../../mailbox/message-part.ts";

/** A message of a chat, plainly. */
export function renderParts(parts: readonly MessagePart[], baseUrl: string): Html {
  return html`${parts.map((part) => renderPart(part, baseUrl))}`;
}

function renderPart(part: MessagePart, baseUrl: string): Html {
  switch (part.kind) {
    case "heading":
      return html`<h2><bdi>${part.text}</bdi></h2>`;
    case "text":
      return html`<p class="written">${part.runs.map((run) => renderRun(run, baseUrl))}</p>`;
    case "facts":
      return html`<dl class="facts">${part.facts.map(({ name, value }) => html`<div><dt>${name}</dt><dd><bdi>${value}</bdi></dd></div>`)}</dl>`;
    case "link":
      return html`<p class="btns">${renderLink(part.text, part.url, baseUrl, "btn")}</p>`;
  }
}

function renderRun({ text, url }: Run, baseUrl: string): Html {
  return url === undefined ? html`<bdi>${text}</bdi>` : renderLink(text, url, baseUrl, "");
}

/** What would lead elsewhere is shown and leads nowhere: nothing of the product's makes it. */
function renderLink(text: string, url: string, baseUrl: string, look: string): Html {
  if (!url.startsWith(`${baseUrl}/`)) return html`<bdi>${text} (${url})</bdi>`;
  return html`<a class="${look}" href="${url}"><bdi>${text}</bdi></a>`;
}
