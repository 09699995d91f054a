// Mail: to approvers that are addresses, and to whom the directory names. It sends, and keeps nothing.
import { createBoundedFetch } from "../../../net/bounded-fetch.ts";
import type { NoticeKind } from "../../../objects/approval/notice.ts";
import { parseDuration } from "../../../std/duration.ts";
import { parseMailAddress } from "../../../std/mail-address.ts";
import { type Mailbox, parseMailbox } from "../../../std/mailbox.ts";
import type { Channel, ChannelParts, Delivery } from "../../channel.ts";
import type { Message } from "../../message.ts";
import { composeMail } from "./compose-mail.ts";
import { findMailRecipients } from "./find-mail-recipients.ts";
import { createMailAccess, type MailAccessSettings } from "./mail-access.ts";
import { createMailRenderer } from "./render-mail.ts";
import { SmtpPool } from "./smtp/smtp-pool.ts";
import type { RenderedMail } from "./templates/mail-format.ts";
import { readTemplateFolder } from "./templates/read-template-folder.ts";

/** `channels.mail` of the settings. */
export interface MailSettings extends MailAccessSettings {
  /** An address, or a name with one. */
  readonly from: string;
  readonly bounceAddress?: string | undefined;
  readonly pool: number;
  /** A folder. */
  readonly templates?: string | undefined;
  readonly domains?: readonly string[] | undefined;
  readonly kinds?: readonly NoticeKind[] | undefined;
  readonly atLeastOnce: boolean;
  /** `24h`. */
  readonly maxAge: string;
}

export interface MailParts extends Omit<ChannelParts, "post"> {
  /** Absent: by the templates that the settings name, and our own. */
  readonly render?: (message: Message) => RenderedMail;
}

/** So many mails of one approval are claimed by one write, and sent at once. */
const BATCH = 5;

const KINDS: readonly NoticeKind[] = ["request", "secondStep", "outcome"];

/** None where mail is not configured. */
export function createMailChannels(
  { mail }: { readonly mail?: MailSettings | undefined },
  parts: MailParts,
): readonly Channel[] {
  return mail === undefined ? [] : [createMailChannel(mail, parts)];
}

function createMailChannel(settings: MailSettings, parts: MailParts): Channel {
  const { domains, kinds = KINDS, atLeastOnce, maxAge, pool: size } = settings;
  const access = createMailAccess(settings, { ...parts, fetch: createBoundedFetch() });
  const pool = new SmtpPool({ access, size });
  const from = readFrom(settings);
  const { render = openRenderer(settings, parts) } = parts;
  const find = (spec: Message["approval"]["spec"]) =>
    findMailRecipients(spec, { directory: parts.directory(), domains });

  async function send(message: Message, signal: AbortSignal): Promise<Delivery> {
    const { recipient = "" } = message;
    const address = parseMailAddress(recipient);
    if (!address.ok) return giveUp(`${JSON.stringify(recipient)} ${address.error}.`);
    const known = find(message.approval.spec).find((one) => one.address === recipient);
    if (known === undefined) return giveUp(`${recipient} may no longer be told of this by mail.`);
    const { link: _link, ...plain } = message;
    // Since it was recorded who is told there, the address may have become somebody else's.
    const [name, ...others] = message.toNames;
    const isTheirs = known.person !== undefined && known.person.name === name && others.length === 0;
    const told = isTheirs ? message : plain;
    const mail = composeMail({ ...told, recipient }, render(told), {
      from,
      bounceAddress: settings.bounceAddress ?? from.address,
      nowMs: parts.clock.now(),
    });
    return await pool.send(mail, signal);
  }

  return {
    id: "mail",
    tells: kinds,
    atLeastOnce,
    maxAgeMs: parseDuration(maxAge) ?? 0,
    workers: size,
    batch: BATCH,
    findRecipients: ({ spec }) => find(spec),
    send: (message, signal) => send(message, signal).catch(toRefusal),
    close: () => pool.close(),
  };
}

/** Throws when one of the templates is broken: then nothing starts. */
function openRenderer(
  { templates: path }: MailSettings,
  { logger, timeZone, clusterName }: MailParts,
): (message: Message) => RenderedMail {
  const place = { logger, timeZone, ...(clusterName !== undefined && { clusterName }) };
  if (path === undefined) return createMailRenderer(place);
  const folder = readTemplateFolder(path);
  if (!folder.ok) throw new Error(`channels.mail.templates:\n${folder.error}`);
  for (const note of folder.value.notes) logger.info({ path }, note);
  return createMailRenderer({ ...place, templates: folder.value.find });
}

/** Throws where the settings were not read by `readSettings`. */
function readFrom({ from }: MailSettings): Mailbox {
  const mailbox = parseMailbox(from);
  if (!mailbox.ok) throw new Error(`channels.mail.from: ${from} ${mailbox.error}.`);
  return mailbox.value;
}

function giveUp(reason: string): Delivery {
  return { kind: "refused", reason, final: true };
}

/** Nothing was sent yet where it throws: the pool does not. */
function toRefusal(error: unknown): Delivery {
  const why = error instanceof Error ? error.message : String(error);
  return { kind: "refused", reason: `The mail could not be written: ${why}` };
}
