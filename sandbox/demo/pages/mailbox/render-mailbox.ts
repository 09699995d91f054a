import { html } from "hono/html";
import type { Rows } from "../../../../src/approvals/approvals.ts";
import { renderFreshness } from "../../../../src/web/components/freshness.ts";
import type { Html } from "../../../../src/web/components/html.ts";
import { icon } from "../../../../src/web/components/icon.ts";
import type { Page } from "../../../../src/web/components/layout.ts";
import { type PagingWords, renderPaging } from "../../../../src/web/components/paging.ts";
import type { PageContext } from "../../../../src/web/pages/page-context.ts";
import type { Received } from "../../mailbox/mailbox.ts";
import { MAILBOX_PATH, messagePath } from "../paths.ts";
import { describeMessage } from "./describe-message.ts";

/** Seconds between two looks. */
const REFRESH_SECONDS = 2;

/** Every message that was sent, of every channel, newest first. */
export function renderMailbox(context: PageContext, messages: Rows<Received>): Page {
  const { total, size } = messages;
  const body = html`<div class="head"><div><h1>Mailbox</h1><p class="mut">Every message that was sent, as its reader sees it. None of it leaves this computer.</p></div></div>
<section class="panel" id="messages" aria-labelledby="messages-title" data-live="${REFRESH_SECONDS}">
<div class="bar">
<h2 id="messages-title">Messages</h2>${renderFreshness(context.freshness, context.times)}</div>
${total === 0 ? html`<p class="mut">None yet. Start a sample: whoever its approval asks gets a message.</p>` : renderTable(context, messages.items)}
${total > size && renderPaging(messages, PAGING)}
</section>`;
  return { title: "Mailbox", body, current: MAILBOX_PATH };
}

const PAGING: PagingWords = {
  label: "Pages of messages",
  before: "Newer",
  after: "Older",
  hrefOf: (page) => (page > 1 ? `${MAILBOX_PATH}?page=${page}` : MAILBOX_PATH),
};

function renderTable(context: PageContext, messages: readonly Received[]): Html {
  return html`<table class="rows" role="table"><caption class="vh">Messages, newest first</caption>
<thead><tr><th scope="col">By</th><th scope="col" class="most">Message</th><th scope="col">To</th><th scope="col" class="end">Received</th></tr></thead>
<tbody>${messages.map((message) => renderRow(context, message))}</tbody></table>`;
}

function renderRow({ times }: PageContext, message: Received): Html {
  const { way, title, to, icon: name } = describeMessage(message);
  return html`<tr role="row" data-key="${message.id}"><td role="cell">${icon(name, "off")} ${way}</td>
<td role="cell"><a href="${messagePath(message.id)}"><bdi>${title}</bdi></a></td>
<td role="cell" class="by"><bdi>${to}</bdi></td>
<td role="cell" class="end num">${times.ago(message.time)}</td></tr>`;
}
