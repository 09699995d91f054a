import type { TestContext } from "node:test";

import { answer, type Answering, type FakeSink, startFakeSink } from "../fake-sink.ts";
import { refuseSlackPayload } from "./slack-rules.ts";

/** Its path is all that keeps others from posting. */
export const SLACK_PATH = "/services/T00000000/B00000000/hush-slack";

/** Slack, as far as an incoming webhook is: takes what its documents say that it takes, and says `ok`. */
export async function startFakeSlack(t: TestContext): Promise<FakeSink> {
  return await startFakeSink(t, asSlack);
}

export const asSlack: Answering = (response, post) => {
  const { method, path, headers, body } = post;
  if (method !== "POST") return answer(405)(response, post);
  if (path !== SLACK_PATH) return answer(404, "no_service")(response, post);
  const isJson = headers["content-type"]?.startsWith("application/json") === true;
  const refused = isJson ? refuseSlackPayload(body) : "invalid_payload";
  answer(refused === undefined ? 200 : 400, refused ?? "ok")(response, post);
};
