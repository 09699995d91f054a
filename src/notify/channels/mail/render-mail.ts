// What a mail says: subject, HTML and text of a message, by the operator's templates and, where there are none, by our own.
import { takeCharacters } from "../../../objects/characters.ts";
import type { Logger } from "../../../std/logger.ts";
import type { Message } from "../../message.ts";
import type { MailPart, RenderedMail } from "./templates/mail-format.ts";
import type { FindTemplate } from "./templates/mail-templates.ts";
import { buildVariables, type MailPlace, type MailVariables } from "./templates/mail-variables.ts";
import { loadOwnTemplates } from "./templates/own-templates.ts";
import { takeLine } from "../../plain-text.ts";

interface RendererParts extends MailPlace {
  readonly logger: Logger;
  /** Of the operator; absent: there are none. */
  readonly templates?: FindTemplate;
}

const MOST_SUBJECT_CHARACTERS = 150;

/** Writes mails. A template of the operator that fails is told in the log, and the mail is then written by our own. */
export function createMailRenderer(parts: RendererParts): (message: Message) => RenderedMail {
  const { logger, templates } = parts;
  const own = loadOwnTemplates();

  function renderOwn(message: Message, part: MailPart, variables: MailVariables): string {
    const template = own(message, part);
    if (template === undefined) throw new Error(`There is no template for ${part} of ${message.kind}.`);
    return template.render(message, variables);
  }

  function render(message: Message, part: MailPart, variables: MailVariables): string {
    const template = templates?.(message, part);
    try {
      const written = template?.render(message, variables) ?? "";
      if (written.trim() !== "") return written;
    } catch (err) {
      const { namespace, name } = message.approval;
      logger.warn(
        { err, namespace, name },
        "A mail template failed; the message is written without your templates",
      );
    }
    return renderOwn(message, part, variables);
  }

  return (message) => {
    const variables = buildVariables(message, parts);
    const subject = cutLine(render(message, "subject", variables));
    const named = { ...variables, subject };
    return { subject, html: render(message, "html", named), text: render(message, "text", named) };
  };
}

/** What begins an encoded word in a header, which mail programs decode into whatever it says (RFC 2047). */
const ENCODED_WORD = /=\?/gu;

/** A subject is a header: one line that says what it says, whatever the template makes of it. */
function cutLine(text: string): string {
  const line = takeLine(text).replaceAll(ENCODED_WORD, "= ?");
  const cut = takeCharacters(line, MOST_SUBJECT_CHARACTERS);
  return cut.length < line.length ? `${cut.trimEnd()}…` : line;
}
