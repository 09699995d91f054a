import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { startTestServer } from "../../test/kit/web/start-test-server.ts";

describe("probes", () => {
  it("answer in Kubernetes' way and in Automatiko's", async () => {
    const { app } = startTestServer();
    for (const path of ["/livez", "/readyz"]) {
      const response = await app.request(path);
      assert.equal(response.status, 200);
      assert.equal(await response.text(), "ok");
    }
    for (const path of ["/q/health/live", "/q/health/ready"]) {
      const response = await app.request(path);
      assert.equal(response.status, 200);
      assert.deepEqual(await response.json(), { status: "UP", checks: [] });
    }
  });

  it("say with 503 why requests are better sent elsewhere, while the process lives", async () => {
    const { app } = startTestServer([], {
      health: { live: () => true, ready: () => "The approvals have not been listed yet." },
    });
    assert.equal((await app.request("/livez")).status, 200);
    const ready = await app.request("/readyz");
    assert.equal(ready.status, 503);
    assert.equal(await ready.text(), "The approvals have not been listed yet.");
    const down = await app.request("/q/health/ready");
    assert.equal(down.status, 503);
    assert.deepEqual(await down.json(), { status: "DOWN", checks: [] });
  });

  it("say that the process has to be started anew", async () => {
    const { app } = startTestServer([], { health: { live: () => false, ready: () => true } });
    assert.equal((await app.request("/livez")).status, 503);
    assert.equal((await app.request("/q/health/live")).status, 503);
  });

  it("do not answer like a page, and ask nobody who they are", async () => {
    const { app } = startTestServer();
    const response = await app.request("/livez?user=&user=");
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("set-cookie"), null);
  });
});

describe("the pages' port", () => {
  it("has no metrics: they are for the machinery, on a port of its own", async () => {
    assert.equal((await startTestServer().app.request("/metrics")).status, 404);
  });
});
