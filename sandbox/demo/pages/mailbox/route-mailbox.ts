import type { Hono } from "hono";
import { takePage } from "../../../../src/approvals/take-page.ts";
import { readPage } from "../../../../src/web/components/paging.ts";
import { SECURITY_HEADERS } from "../../../../src/web/guards/security-headers.ts";
import { HttpProblem } from "../../../../src/web/problems/http-problem.ts";
import type { PageKit } from "../../../../src/web/pages/create-page-kit.ts";
import type { WebEnv } from "../../../../src/web/web-env.ts";
import type { Mailbox, Received } from "../../mailbox/mailbox.ts";
import { MAILBOX_PATH } from "../paths.ts";
import { openMailAs, type Reader } from "./open-as.ts";
import { renderMailbox } from "./render-mailbox.ts";
import { renderMessage } from "./render-message.ts";

export interface MailboxPageOptions {
  readonly kit: PageKit;
  readonly mailbox: Mailbox;
  /** Of the product. */
  readonly baseUrl: string;
  /** Whose mailbox an address is; nobody's where people sign in to say who they are. */
  readonly readerOf: (address: string) => Reader | undefined;
}

const SHOWN = 25;
export const MESSAGE_PATH = `${MAILBOX_PATH}/:id`;

/** The page has a frame, in which the mail is. */
const PAGE_POLICY = `${SECURITY_HEADERS["Content-Security-Policy"]}; frame-src 'self'`;
/** The mail looks as it says, and does nothing: no script, no form, nothing fetched. */
const MAIL_POLICY =
  "sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

/** `/demo/mailbox`, one message of it, and of a mail its HTML alone. */
export function routeMailbox(pages: Hono<WebEnv>, options: MailboxPageOptions): void {
  const { kit, mailbox, baseUrl, readerOf } = options;
  pages.get(MAILBOX_PATH, (c) => {
    const paging = { page: readPage(c.req.query("page")), size: SHOWN };
    const messages = takePage(mailbox.messages, paging, (message) => message);
    return kit.answer(c, renderMailbox(kit.contextOf(c), messages));
  });
  pages.get(MESSAGE_PATH, (c) => {
    const message = findMessage(mailbox, c.req.param("id"));
    const newest = mailbox.messages.slice(0, SHOWN);
    c.header("Content-Security-Policy", PAGE_POLICY);
    return kit.answer(c, renderMessage(kit.contextOf(c), { message, newest, baseUrl }));
  });
  pages.get(`${MESSAGE_PATH}/html`, (c) => {
    const message = findMessage(mailbox, c.req.param("id"));
    if (message.channel !== "mail" || message.html === undefined) throw notFound();
    c.header("Content-Security-Policy", MAIL_POLICY);
    return c.html(openMailAs(message.html, { baseUrl, reader: readerOf(message.to) }));
  });
}

function findMessage(mailbox: Mailbox, id: string): Received {
  const message = mailbox.find(id);
  if (message === undefined) throw notFound();
  return message;
}

function notFound(): HttpProblem {
  return new HttpProblem(
    "not-found",
    `There is no such message. The newest ones are kept until the demo ends. See ${MAILBOX_PATH}.`,
  );
}
