import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { sendRaw } from "../../test/kit/send-raw.ts";
import { startTestServer } from "../../test/kit/web/start-test-server.ts";
import type { AuthenticationRequest, Authenticators } from "../auth/authenticator.ts";
import { ok } from "../std/result.ts";

/** A server whose authenticators know nobody, and what they were shown. */
function startRecording() {
  const shown: AuthenticationRequest[] = [];
  const record = (request: AuthenticationRequest): number => shown.push(request);
  const authenticators: Authenticators = {
    pages: {
      signIn: { kind: "none" },
      advice: "",
      authenticate: async (request) => {
        record(request);
        return ok({ id: "nobody" });
      },
    },
    api: {
      challenge: "",
      advice: "",
      query: {},
      authenticate: async (request) => {
        record(request);
        return ok(undefined);
      },
    },
  };
  return { ...startTestServer([], { authenticators }), shown };
}

/** Sends the message byte by byte to a server that listens. */
async function send(t: TestContext, message: string): Promise<readonly AuthenticationRequest[]> {
  const { server, shown } = startRecording();
  const listening = await server.listen({ port: 0, host: "127.0.0.1" });
  t.after(() => listening.close());
  await sendRaw(listening.port, message);
  return shown;
}

for (const path of ["/", "/api/v1/approvals"]) {
  test(`${path}: authenticators see headers as they were sent, twice, in order and byte by byte`, async (t) => {
    const [request] = await send(
      t,
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\nX-Name: a\r\nx-name: \xc3\xa4\r\nX_Name: b\r\nConnection: close\r\n\r\n`,
    );
    assert.equal(
      request?.rawHeaders.join(" "),
      "Host localhost X-Name a x-name \u00c3\u00a4 X_Name b Connection close",
    );
    assert.equal(request?.peer, "127.0.0.1");
  });
}

test("without a connection there is what the request says", async () => {
  const { app, shown } = startRecording();
  await app.request("/", { headers: { "X-Name": "a" } });
  assert.deepEqual(shown[0]?.rawHeaders, ["x-name", "a"]);
  assert.equal(shown[0]?.peer, undefined);
});
