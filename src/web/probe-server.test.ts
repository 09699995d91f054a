import assert from "node:assert/strict";
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { describe, it } from "node:test";
import { SECURITY_HEADERS } from "./guards/security-headers.ts";
import { createProbeServer } from "./probe-server.ts";

const OPTIONS = {
  health: { live: () => true, ready: () => "The runs have not been listed yet." },
  metrics: async () => "countersign_pending 1\n",
};

describe("the probes' own port", () => {
  const { app } = createProbeServer(OPTIONS);

  it("has the probes and the text that Prometheus reads", async () => {
    const paths = ["/livez", "/readyz", "/q/health/live", "/q/health/ready"];
    const answers = await Promise.all(paths.map(async (path) => (await app.request(path)).status));
    assert.deepEqual(answers, [200, 503, 200, 503]);
    const metrics = await app.request("/metrics");
    assert.equal(metrics.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    assert.equal(metrics.headers.get("cache-control"), "no-store");
    assert.equal(await metrics.text(), "countersign_pending 1\n");
  });

  it("has nothing else: no page, no API, no other method", async () => {
    for (const path of ["/", "/api", "/api/v1/approvals", "/identity", "/approvals/a/b"]) {
      assert.equal((await app.request(path)).status, 404, path);
    }
    assert.equal((await app.request("/livez", { method: "POST" })).status, 404);
  });

  it("gives every answer the headers that pages have", async () => {
    for (const path of ["/livez", "/metrics", "/nothing"]) {
      const { headers } = await app.request(path);
      for (const [name, value] of Object.entries(SECURITY_HEADERS))
        assert.equal(headers.get(name), value, path);
    }
  });

  it("answers whatever host a kubelet or Prometheus names", async () => {
    const { port, close } = await createProbeServer(OPTIONS).listen({ host: "127.0.0.1", port: 0 });
    const request = get(`http://127.0.0.1:${port}/metrics`, { headers: { host: "10.1.2.3:9001" } });
    const [answer] = (await once(request, "response")) as [IncomingMessage];
    answer.resume();
    assert.equal(answer.statusCode, 200);
    await close();
  });

  it("says with which flag to choose another port", async () => {
    const first = await createProbeServer(OPTIONS).listen({ host: "127.0.0.1", port: 0 });
    await assert.rejects(createProbeServer(OPTIONS).listen({ host: "127.0.0.1", port: first.port }), {
      message: /another program is using it\. End that program, or choose another port with --probe-port\.$/u,
    });
    await first.close();
  });
});
