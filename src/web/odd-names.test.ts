// Names in an address are read once, before anything is built from them: what is not a Kubernetes name is "not found",
// and no use case is asked with it.
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { after, before, describe, it } from "node:test";
import type { Approvals } from "../approvals/approvals.ts";
import { systemClock } from "../std/clock.ts";
import { createMemoryApprovals } from "../../test/kit/web/memory-approvals.ts";
import { buildApproval } from "../../test/kit/web/build-approval.ts";
import { startTestServer } from "../../test/kit/web/start-test-server.ts";
import { TestBrowser } from "../../test/kit/web/test-browser.ts";

const NAMES = [
  "release-1%2Fstatus",
  "%2E%2E%2Fnodes",
  "%252Fstatus",
  "%",
  "%2",
  "%E0%A4%A",
  "%ED%A0%80",
  "%00",
  "%0D%0AX:%20y",
  "a%20b",
  "a%3Fwatch=1",
  "a%23b",
  "%C3%A4",
  "Release-1",
  "a_b",
  "-a",
  "a".repeat(254),
];
const SHAPES = [
  (name: string) => `/approvals/shop-prod/${name}`,
  (name: string) => `/approvals/${name}/release-1`,
  (name: string) => `/api/v1/approvals/shop-prod/${name}`,
  (name: string) => `/api/v1/approvals/${name}/release-1`,
];
const VOTE = {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: '{"decision":"approve"}',
};

/** The use cases with one approval; `asked` gets every reference that a use case was asked with. */
function watchApprovals(asked: string[]): Approvals {
  const approvals = createMemoryApprovals(systemClock, "http://localhost", [buildApproval()]);
  const note = (ref: { readonly namespace: string; readonly name: string }): void => {
    asked.push(`${ref.namespace}/${ref.name}`);
  };
  return {
    ...approvals,
    seenBy: () => ({
      ...approvals,
      find: (ref) => (note(ref), approvals.find(ref)),
      read: async (ref) => (note(ref), await approvals.read(ref)),
      refusalFor: (ref, voter) => (note(ref), approvals.refusalFor(ref, voter)),
    }),
    castVote: async (request) => (note(request.ref), await approvals.castVote(request)),
  };
}

for (const name of NAMES) {
  describe(`the name ${name.slice(0, 30)}`, () => {
    for (const toPath of SHAPES) {
      it(`is not found at ${toPath("…")}, and nobody is asked for it`, async () => {
        const asked: string[] = [];
        const { app } = startTestServer([], { approvals: watchApprovals(asked) });
        const path = toPath(name);
        const answers = [
          await app.request(`${path}?user=mary`),
          await app.request(`${path}/receipt?user=mary`),
          await app.request(`${path}/votes?user=mary`, path.startsWith("/api") ? VOTE : {}),
        ];
        if (!path.startsWith("/api")) answers.push(await sendForm(app, `${path}/votes`));
        for (const { status } of answers) assert.equal(status, 404);
        assert.deepEqual(asked, []);
      });
    }
  });
}

async function sendForm(app: ReturnType<typeof startTestServer>["app"], path: string): Promise<Response> {
  const browser = new TestBrowser(app);
  const page = await (await browser.get("/identity?user=mary")).text();
  const token = /name="token" value="(?<token>[^"]+)"/u.exec(page)?.groups?.["token"] ?? "";
  return await browser.post(path, { token, digest: "sha256:0", decision: "approve", comment: "keep me" });
}

it("gives back the comment of a vote whose address is cut off", async () => {
  const { app } = startTestServer([buildApproval()]);
  const answer = await sendForm(app, "/approvals/shop-prod/Release%2Fstatus/votes");
  assert.equal(answer.status, 404);
  assert.match(await answer.text(), /keep me/u);
});

describe("an address as raw bytes", () => {
  const { server } = startTestServer([buildApproval()]);
  let listening: Awaited<ReturnType<typeof server.listen>>;
  before(async () => {
    listening = await server.listen({ host: "127.0.0.1", port: 0 });
  });
  after(() => listening.close());

  async function statusOf(target: string): Promise<number> {
    const socket = connect(listening.port, "127.0.0.1");
    const request = `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
    socket.write(Buffer.from(request, "latin1"));
    const chunks: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    await once(socket, "close");
    return Number(Buffer.concat(chunks).toString("latin1").slice(9, 12));
  }

  for (const segment of [
    "%",
    "%00",
    "%2F",
    "%2e%2e",
    "%ff",
    "%ED%A0%80",
    "\u00ff\u00fe",
    "b".repeat(4_000),
  ]) {
    it(`with ${JSON.stringify(segment.slice(0, 12))} in it is nothing anywhere`, async () => {
      const targets = [
        `/${segment}`,
        `//${segment}/`,
        `/assets/${segment}`,
        `/q/health/${segment}`,
        segment,
      ].concat(
        SHAPES.map((toPath) => toPath(segment)),
        `/?${segment}=${segment}&user=${segment}`,
        `/api/v1/approvals?cursor=${segment}&${segment}`,
      );
      for (const target of targets) {
        const status = await statusOf(target);
        // Dots are taken out of the path, and what is left may lead on without its slash.
        assert.ok([200, 308, 400, 404].includes(status), `${status} for ${target.slice(0, 60)}`);
      }
    });
  }
});
