import type { TestContext } from "node:test";

import { answer, type Answering, type FakeSink, startFakeSink } from "../fake-sink.ts";
import { refuseTeamsPayload } from "./teams-rules.ts";

/** The query has the signature that lets whoever has it post. */
export const TEAMS_PATH = "/workflows/0123/triggers/manual/paths/invoke?api-version=1&sig=hush-teams";

/** A flow of Teams that posts the card it is sent: it accepts at once, and says nothing. */
export async function startFakeTeams(t: TestContext): Promise<FakeSink> {
  return await startFakeSink(t, asTeams);
}

export const asTeams: Answering = (response, post) => {
  const { path, headers, body } = post;
  if (path !== TEAMS_PATH)
    return answer(401, '{"error":{"code":"DirectApiRequestHasInvalidSignature"}}')(response, post);
  const isJson = headers["content-type"]?.startsWith("application/json") === true;
  const refused = isJson ? refuseTeamsPayload(body) : "not JSON";
  answer(refused === undefined ? 202 : 400, refused)(response, post);
};
