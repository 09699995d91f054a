import type { NoticeKind } from "../../../../objects/approval/notice.ts";

/** What mails are about. Single votes are not told of by mail. */
export const MAIL_KINDS = ["request", "secondStep", "outcome"] as const satisfies readonly NoticeKind[];
export type MailKind = (typeof MAIL_KINDS)[number];

/** The parts of a mail, each with a template. */
export const MAIL_PARTS = ["subject", "html", "text"] as const;
export type MailPart = (typeof MAIL_PARTS)[number];

export type RenderedMail = Readonly<Record<MailPart, string>>;
