import type { ReceivedMail, ReceivedPost } from "../../sandbox/demo/mailbox/mailbox.ts";
import type { Cast } from "./cast.ts";

const APPROVAL = "http://localhost/approvals/default/release-1-approve";
const TITLE = "Review: Release shop-web 2.14.0 to production";

/** A message of each channel, with somebody of the sample world in it. */
export function sampleMessages(cast: Cast): readonly (ReceivedMail | ReceivedPost)[] {
  const name = cast("Hanna Lindqvist");
  const mail: ReceivedMail = {
    channel: "mail",
    from: "Countersign <countersign@northlight.example>",
    to: `${name.replaceAll(" ", ".").slice(0, 60)}@northlight.example`,
    subject: TITLE,
    text: `${TITLE}\nwaits for ${name}.\n\nReview: ${APPROVAL}\n`,
    html: `<!doctype html><html lang="en"><head><title>${TITLE}</title></head><body style="margin:0;background:#f4f4f4"><h1>${TITLE}</h1><p>It waits for you. <a href="${APPROVAL}">Review</a></p></body></html>`,
  };
  const onSlack: ReceivedPost = {
    channel: "slack",
    name: "releases",
    body: {
      text: TITLE,
      blocks: [
        { type: "header", text: { type: "plain_text", text: TITLE } },
        { type: "section", text: { type: "mrkdwn", text: `It waits for ${name}.` } },
        {
          type: "actions",
          elements: [{ type: "button", text: { type: "plain_text", text: "Review" }, url: APPROVAL }],
        },
      ],
    },
  };
  const content = {
    type: "AdaptiveCard",
    body: [
      { type: "TextBlock", text: TITLE, size: "Large" },
      { type: "FactSet", facts: [{ title: "Waits for", value: name }] },
    ],
    actions: [{ type: "Action.OpenUrl", title: "Review", url: APPROVAL }],
  };
  const onTeams: ReceivedPost = { channel: "teams", name: "releases", body: { attachments: [{ content }] } };
  const data = { approvers: [name], url: APPROVAL };
  const called: ReceivedPost = { channel: "webhook", name: "audit", body: { type: "opened", data } };
  return [mail, onSlack, onTeams, called];
}
