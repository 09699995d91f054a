import type { TestContext } from "node:test";

import { Webhook } from "standardwebhooks";

import { answer, type Answering, type FakeSink, startFakeSink } from "../fake-sink.ts";

export const WEBHOOK_SECRET = `whsec_${Buffer.from("hush-webhook, of thirty-two bytes").toString("base64")}`;

/** A program that takes signed events, and verifies them by a library that is not ours. */
export async function startFakeProgram(t: TestContext): Promise<FakeSink> {
  return await startFakeSink(t, asProgram);
}

export const asProgram: Answering = (response, post) => {
  const headers = Object.fromEntries(
    Object.entries(post.headers).map(([name, value]) => [name, String(value)]),
  );
  try {
    new Webhook(WEBHOOK_SECRET).verify(post.body, headers);
    answer(204)(response, post);
  } catch (error) {
    answer(401, String(error))(response, post);
  }
};
