import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, describe, it } from "node:test";
import { SECURITY_HEADERS } from "../guards/security-headers.ts";
import { listen, type Listening } from "./listen.ts";
import { buildApproval } from "../../../test/kit/web/build-approval.ts";
import { startTestServer } from "../../../test/kit/web/start-test-server.ts";

const LOOPBACK = { port: 0, host: "127.0.0.1" };

/** Sends bytes as they are and gives what comes back until the server ends the connection. */
async function sendRaw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.setEncoding("utf8").on("data", (text: string) => {
    answer += text;
  });
  socket.write(bytes);
  await once(socket, "close");
  return answer;
}

describe("listening", () => {
  const open: Listening[] = [];
  const keep = (listening: Listening): Listening => {
    open.push(listening);
    return listening;
  };
  afterEach(async () => {
    await Promise.all(open.splice(0).map(({ close }) => close()));
  });

  it("serves over HTTP and ends", async () => {
    const { server } = startTestServer();
    const { port, close } = keep(await server.listen(LOOPBACK));
    const response = await fetch(`http://127.0.0.1:${port}/livez`);
    assert.equal(await response.text(), "ok");
    await close();
    await assert.rejects(fetch(`http://127.0.0.1:${port}/livez`));
  });

  it("says which port is taken, and what to do", async () => {
    const first = keep(await listen(() => new Response("first"), LOOPBACK));
    await assert.rejects(
      listen(() => new Response("second"), { ...LOOPBACK, port: first.port }),
      {
        message: `Could not listen on port ${first.port} of 127.0.0.1: another program is using it. End that program, or choose another port with --port.`,
      },
    );
  });

  it("lets a request that is under way end before it closes", async () => {
    let finish = (): void => {};
    const begun = Promise.withResolvers<void>();
    const { port, close } = keep(
      await listen(async () => {
        begun.resolve();
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        return new Response("done");
      }, LOOPBACK),
    );
    const answer = fetch(`http://127.0.0.1:${port}/`);
    await begun.promise;
    const closed = close();
    finish();
    assert.equal(await (await answer).text(), "done");
    await closed;
  });

  it("refuses what is no HTTP, and requests that could be two", async () => {
    const { server } = startTestServer([buildApproval()]);
    const { port } = keep(await server.listen(LOOPBACK));
    for (const bytes of [
      "nonsense\r\n\r\n",
      "GET / HTTP/1.1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n",
      "GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
      "TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: localhost\r\nExpect: a-miracle\r\nConnection: close\r\n\r\n",
      "GET evil.example:443 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(20_000)}\r\n\r\n`,
    ]) {
      const answer = await sendRaw(port, bytes);
      assert.match(answer, /^HTTP\/1\.1 4\d\d /u, JSON.stringify(bytes));
      for (const [name, value] of Object.entries(SECURITY_HEADERS))
        assert.ok(
          answer.toLowerCase().includes(`\r\n${name}: ${value}\r\n`.toLowerCase()),
          `${name}: ${answer}`,
        );
    }
  });

  it("cuts a client that sends its headers or its body too slowly", async () => {
    const limits = { headersTimeout: 50, requestTimeout: 60, connectionsCheckingInterval: 10 };
    const { port } = keep(
      await listen(async (request) => new Response(await request.text()), LOOPBACK, limits),
    );
    for (const bytes of [
      "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf",
    ]) {
      assert.match(await sendRaw(port, bytes), /^HTTP\/1\.1 408 /u, bytes);
    }
  });
});
