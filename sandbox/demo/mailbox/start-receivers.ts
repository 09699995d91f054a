// Where the demo's messages go: a mail server, and what takes posts in the place of Slack, Teams and a program.
import { Mailbox } from "./mailbox.ts";
import { type MailReceiver, startMailReceiver } from "./mail-receiver.ts";
import { type PostReceiver, startPostReceiver } from "./post-receiver.ts";
import type { StopList } from "../stop-list.ts";

export interface Receivers {
  readonly mailbox: Mailbox;
  readonly mail: MailReceiver;
  readonly posts: PostReceiver;
}

/** One for mail, and one for all that is posted; `started` ends them. */
export async function startReceivers(host: string, started: StopList): Promise<Receivers> {
  const mailbox = new Mailbox(Date.now);
  const mail = await startMailReceiver(host, mailbox);
  started.add(mail.stop);
  const posts = await startPostReceiver(host, mailbox);
  started.add(posts.stop);
  return { mailbox, mail, posts };
}
