import type { Message } from "../../../message.ts";
import type { MailPart } from "./mail-format.ts";
import type { MailVariables } from "./mail-variables.ts";

interface MailTemplate {
  /** Its name in the folder, for messages. */
  readonly file: string;
  /** Throws a `TemplateError` when it cannot. */
  readonly render: (message: Message, variables: MailVariables) => string;
}

/** Finds what a part of this message is made with; `undefined` where there is nothing for it. */
export type FindTemplate = (message: Message, part: MailPart) => MailTemplate | undefined;
