import type { Delivery } from "../../channel.ts";
import type { Answered } from "../../to-delivery.ts";

/**
 * What Slack says of an incoming webhook that takes no message any more, or not this one, however often it is asked; and what
 * an operator does about it.
 */
const FOR_EVER: Readonly<Record<string, string>> = {
  no_service: "the webhook was removed or switched off; make a new one",
  no_service_id: "the address is not whole; copy it again",
  no_active_hooks: "the webhook was switched off; make a new one",
  no_team: "there is no such workspace; copy the address again",
  team_disabled: "the workspace is closed",
  invalid_token: "the address is not right; copy it again",
  action_prohibited: "an admin of the workspace has forbidden it",
  posting_to_general_channel_denied: "an admin of the workspace has forbidden it for #general",
  channel_not_found: "the channel is gone; make a webhook for another",
  channel_is_archived: "the channel is archived; make a webhook for another",
  user_not_found: "the person the webhook writes to is gone; make a webhook for another",
  invalid_payload: "it does not understand the message; please report it",
  invalid_blocks: "it does not understand the message; please report it",
  invalid_blocks_format: "it does not understand the message; please report it",
  no_text: "it does not understand the message; please report it",
};

/** Slack answers with a word: `ok` alone is yes. Undefined where the status says all there is to say. */
export function judgeSlackAnswer({ status, body }: Answered): Delivery | undefined {
  const word = body.trim();
  const advice = Object.hasOwn(FOR_EVER, word) ? FOR_EVER[word] : undefined;
  if (advice !== undefined)
    return { kind: "refused", reason: `Slack answered ${word}: ${advice}.`, final: true };
  if (status < 200 || status > 299 || word === "ok") return undefined;
  // Of what is not known only that it is a word goes further: it may be a page of a proxy.
  const said = /^[a-z_]{1,40}$/u.test(word) ? word : "something else";
  return { kind: "refused", reason: `Slack answered ${said} instead of ok.` };
}
