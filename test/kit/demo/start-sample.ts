import assert from "node:assert/strict";
import { until } from "../until.ts";

/** Starts a sample of a running demo by its button, and waits until its approval is open; returns the path of that. */
export async function startSample(url: string, sample: string): Promise<string> {
  const shown = await fetch(`${url}/demo`);
  const cookie = shown.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const token = /name="token" value="(?<token>[^"]+)"/u.exec(await shown.text())?.groups?.["token"] ?? "";
  const started = await fetch(`${url}/demo/start`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ token, sample }).toString(),
  });
  assert.equal(started.status, 303, await started.text());
  const name = started.headers.get("location")?.split("/").at(-1) ?? "";
  const approval = `/approvals/default/${name}-approve`;
  await until("the approval is open", async () => (await fetch(`${url}/api/v1${approval}`)).ok || undefined);
  return approval;
}
