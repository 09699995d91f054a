import { ok, type Result } from "../../std/result.ts";
import { readChats } from "./chats.ts";
import { readMailer } from "./mailer.ts";
import type { GivenSetting } from "../flags.ts";
import { valueAt } from "../value-path.ts";

/**
 * What Automatiko's variables say of `channels`, each with the variable that says it; nothing of what `values` say already:
 * two sources for one channel would mix. Refused with a sentence for each variable that cannot be taken over.
 */
export function readAutomatikoChannels(
  values: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): Result<readonly GivenSetting[], readonly string[]> {
  const mail = valueAt(values, ["channels", "mail"]) === undefined ? readMailer(environment) : ok([]);
  return mail.ok ? ok([...mail.value, ...readChats(values, environment)]) : mail;
}
