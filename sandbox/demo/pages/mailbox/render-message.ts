import { html } from "hono/html";
import type { Html } from "../../../../src/web/components/html.ts";
import { icon } from "../../../../src/web/components/icon.ts";
import type { Page } from "../../../../src/web/components/layout.ts";
import type { PageContext } from "../../../../src/web/pages/page-context.ts";
import type { Received, ReceivedMail } from "../../mailbox/mailbox.ts";
import { MAILBOX_PATH, messagePath } from "../paths.ts";
import { describeMessage, readParts } from "./describe-message.ts";
import { renderParts } from "./render-parts.ts";

export interface MessageFacts {
  readonly message: Received;
  /** The newest, to choose from. */
  readonly newest: readonly Received[];
  /** Of the product: its links are followed, others shown. */
  readonly baseUrl: string;
}

/** One message as its reader sees it, beside the newest ones. */
export function renderMessage(context: PageContext, facts: MessageFacts): Page {
  const { message, newest } = facts;
  const { title, to, way } = describeMessage(message);
  const from =
    message.channel === "mail" && html`<div><dt>From</dt><dd><bdi>${message.from}</bdi></dd></div>`;
  const body = html`<nav class="crumbs" aria-label="Path"><ol><li><a href="${MAILBOX_PATH}">Mailbox</a></li><li><bdi>${title}</bdi></li></ol></nav>
<div class="split">
<nav class="pick" aria-label="Messages"><ul>${newest.map((one) => renderEntry(context, one, one.id === message.id))}</ul></nav>
<article class="panel stack message" aria-labelledby="message">
<div class="bar"><h1 class="title" id="message"><bdi>${title}</bdi></h1></div>
<dl class="facts"><div><dt>To</dt><dd><bdi>${to}</bdi><small>${way}</small></dd></div>${from}<div><dt>Received</dt><dd>${context.times.day(message.time)}</dd></div></dl>
${renderContent(facts)}
<p><a class="btn line" href="${MAILBOX_PATH}">All messages</a></p>
</article>
</div>`;
  return { title, body, current: MAILBOX_PATH };
}

function renderEntry({ times }: PageContext, message: Received, isShown: boolean): Html {
  const { title, to, icon: name } = describeMessage(message);
  return html`<li data-key="${message.id}"${!isShown && html` class="other"`}><a href="${messagePath(message.id)}"${isShown && html` aria-current="true"`}>${icon(name, "off")} <bdi>${title}</bdi> <small><bdi>${to}</bdi>, ${times.ago(message.time)}</small></a></li>`;
}

function renderContent({ message, baseUrl }: MessageFacts): Html {
  switch (message.channel) {
    case "mail":
      return renderMail(message.id, message);
    case "slack":
    case "teams":
      return renderParts(readParts(message), baseUrl);
    case "webhook":
      return html`<pre tabindex="0" aria-label="What the program is sent">${JSON.stringify(message.body, undefined, 2)}</pre>`;
  }
}

/** The frame may lead the window somewhere when somebody presses a link, and do nothing else. */
function renderMail(id: string, { html: page, text }: ReceivedMail): Html {
  const frame =
    page !== undefined &&
    html`<iframe src="${messagePath(id)}/html" title="The mail as its recipient sees it" sandbox="allow-top-navigation-by-user-activation"></iframe>`;
  return html`${frame}
<details${page === undefined && html` open`}><summary>Plain text part</summary><pre tabindex="0" aria-label="Plain text part">${text}</pre></details>`;
}
