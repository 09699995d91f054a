import type { Hono } from "hono";
import type { Approvals } from "../../../approvals/approvals.ts";
import type { PageAuthenticator } from "../../../auth/authenticator.ts";
import { approvalPath } from "../../../objects/approval/approval-url.ts";
import { HttpProblem } from "../../problems/http-problem.ts";
import { readRef } from "../../read-ref.ts";
import { problemOfSending } from "../../problems/sending-problem.ts";
import { notSignedIn } from "../../problems/not-signed-in.ts";
import type { WebEnv } from "../../web-env.ts";

export interface SendAgainPageOptions {
  readonly sendAgain: Approvals["sendAgain"];
  readonly authenticator: Pick<PageAuthenticator, "advice">;
}

const FIELDS = new Set(["token", "notice"]);

/** The POST of the buttons beside the messages. It leads back to them. */
export function routeSendAgain(
  pages: Hono<WebEnv>,
  { sendAgain, authenticator }: SendAgainPageOptions,
): void {
  pages.post("/approvals/:namespace/:name/notices", async (c) => {
    const ref = readRef(c.req.param());
    const by = c.get("principal");
    if (by === undefined) throw notSignedIn("administer", { advice: authenticator.advice });
    const answer = await sendAgain({ ref, by, key: readKey(c.get("form")) });
    if (!answer.ok) throw problemOfSending(ref, answer.error);
    return c.redirect(`${approvalPath(ref)}#notices`, 303);
  });
}

function readKey(form: ReadonlyMap<string, string>): string {
  const unknown = [...form.keys()].find((name) => !FIELDS.has(name));
  if (unknown !== undefined) throw badForm(`has the unknown field \`${unknown}\``);
  const key = form.get("notice") ?? "";
  if (key === "") throw badForm("does not say which message (`notice`)");
  return key;
}

function badForm(fault: string): HttpProblem {
  return new HttpProblem(
    "bad-request",
    `The form ${fault}. The message was not sent again. Use the button on the approval's page.`,
  );
}
