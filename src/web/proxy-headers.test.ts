// Mode `proxy` before a real listener, byte by byte: whoever is behind the proxy, it is the proxy that says who they are.
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import {
  ATTACKER,
  attackHeaders,
  type HeaderLine,
  type ProxyRequest,
} from "../../test/kit/header-attacks.ts";
import { createModesWithoutProxy } from "../../test/kit/web/create-modes-without-proxy.ts";
import { listenForWho } from "../../test/kit/web/listen-for-who.ts";
import { TEST_KEYS } from "../../test/kit/web/start-test-server.ts";
import { createOpenMode } from "../auth/authenticators/open-mode.ts";
import { createProxyMode } from "../auth/authenticators/proxy.ts";
import type { Principal } from "../auth/principal.ts";
import { type Proof, proveByIdToken, proveByLoopback, proveBySecret } from "../auth/proxy/proof.ts";
import { readNamed } from "../auth/proxy/read-named.ts";
import { ok, refuse } from "../std/result.ts";

const HEADERS = { name: "X-Forwarded-User", email: "X-Forwarded-Email", groups: "X-Forwarded-Groups" };
const SECRET = "s".repeat(44);
const TOKEN = "a.b.c";
const MARY: Principal = {
  issuer: "proxy",
  subject: "mary",
  name: "mary",
  email: "mary@example.com",
  groups: ["dev", "ops"],
};
const NAMED: readonly HeaderLine[] = [
  ["X-Forwarded-User", "mary"],
  ["X-Forwarded-Email", "mary@example.com"],
  ["X-Forwarded-Groups", "dev,ops"],
];
const DOORS = ["/", "/api/v1/approvals"];
const LEAST_ATTACKS = 300;

const byHeaders: Parameters<typeof proveByLoopback>[0] = (values) => readNamed(values, HEADERS);

/** Each proof, and a request that has it. */
const PROOFS: readonly (ProxyRequest & { readonly proof: Proof })[] = [
  {
    proof: proveByLoopback(byHeaders),
    lines: NAMED,
    counting: Object.values(HEADERS),
    naming: Object.values(HEADERS),
  },
  {
    proof: proveBySecret({ header: "X-Proxy-Secret", values: () => [SECRET] }, byHeaders),
    lines: [["X-Proxy-Secret", SECRET], ...NAMED],
    counting: [...Object.values(HEADERS), "X-Proxy-Secret"],
    naming: Object.values(HEADERS),
  },
  {
    proof: proveByIdToken({
      header: "X-Id-Token",
      verify: async (token) =>
        token === TOKEN ? ok(MARY) : refuse({ kind: "invalid", why: "It does not count." }),
    }),
    lines: [...NAMED, ["X-Id-Token", `Bearer ${TOKEN}`]],
    counting: [...Object.values(HEADERS), "X-Id-Token"],
    // The token has them.
    naming: [],
  },
];

const BASE = { keys: TEST_KEYS, baseUrl: new URL("http://localhost") };

async function start(t: TestContext, proof: Proof, isFrom: (peer?: string) => boolean = () => true) {
  return await listenForWho(t, createProxyMode({ ...BASE, headers: HEADERS, proof, isFrom }));
}

test("each variant of the headers fails, on pages and the API, whatever the proof", async (t) => {
  let tried = 0;
  for (const { proof, ...request } of PROOFS) {
    const send = await start(t, proof);
    for (const door of DOORS) {
      const good = await send(door, request.lines);
      assert.deepEqual([good.status, good.who], [200, MARY], "the proxy's own request passes");
      for (const { name, lines } of attackHeaders(request)) {
        const { status, who, body } = await send(door, lines);
        tried += 1;
        const isTokenFault = status === 401 || status === 403;
        assert.ok(status === 400 || isTokenFault, `${door} ${name}: ${status}`);
        assert.equal(who, undefined, `${door} ${name}`);
        assert.ok(
          !body.includes(SECRET) && !body.includes(TOKEN),
          `${door} ${name}: the answer keeps the secret`,
        );
      }
    }
  }
  assert.ok(tried >= LEAST_ATTACKS, `${tried} variants`);
  t.diagnostic(`${tried} variants, 0 taken for somebody`);
});

test("from any other address, and without the proof, it is 400 and never nobody", async (t) => {
  for (const { proof, lines } of PROOFS) {
    const send = await start(t, proof, () => false);
    for (const door of DOORS) {
      const { status, who } = await send(door, lines);
      assert.deepEqual([status, who], [400, undefined]);
      for (const line of lines) assert.equal((await send(door, [line])).status, 400, line[0]);
      assert.deepEqual((await send(door, [])).who, "nobody", "who says nothing is nobody");
    }
  }
});

test("without the proof, or with another, who says to be somebody is nobody's guest", async (t) => {
  for (const { proof } of PROOFS) {
    if (proof.header === undefined) continue;
    const send = await start(t, proof);
    for (const door of DOORS) {
      assert.equal((await send(door, NAMED)).status, 400);
      for (const wrong of ["", "s", `${SECRET}s`, SECRET.slice(1), SECRET.toUpperCase(), "a.b.d"]) {
        const { status, who } = await send(door, [...NAMED, [proof.header, wrong]]);
        assert.ok([400, 401, 403].includes(status), `${wrong}: ${status}`);
        assert.equal(who, undefined);
      }
    }
  }
});

test("what is elsewhere in a request says nothing of who sends it", async (t) => {
  const [byLoopback = PROOFS[0]] = PROOFS;
  assert.ok(byLoopback);
  const send = await start(t, byLoopback.proof);
  const chunked: readonly HeaderLine[] = [
    ...NAMED,
    ["Transfer-Encoding", "chunked"],
    ["Trailer", "X-Forwarded-User"],
  ];
  for (const [target, lines, body] of [
    [`/?user=${ATTACKER}&group=admin`, NAMED, ""],
    [`http://localhost/?X-Forwarded-User=${ATTACKER}`, NAMED, ""],
    ["/", [...NAMED, ["Cookie", `X-Forwarded-User=${ATTACKER}; countersign=x.y`]], ""],
    ["/", chunked, `1\r\nx\r\n0\r\nX-Forwarded-User: ${ATTACKER}\r\n\r\n`],
    ["/approvals/a/b/votes", [...NAMED, ["Content-Length", "12"]], `user=${ATTACKER}`],
  ] satisfies readonly (readonly [string, readonly HeaderLine[], string])[]) {
    const { who, body: page } = await send(target, lines, body);
    assert.deepEqual(who, MARY, target);
    assert.doesNotMatch(page, /You say you are|signed in as mallory/u);
  }
  const api = await send(`/api/v1/approvals?user=${ATTACKER}`, NAMED);
  assert.equal(api.status, 400, "the API takes no key that could seem to say who calls");
});

test("a request on the connection of another is not from that one", async (t) => {
  const [byLoopback = PROOFS[0]] = PROOFS;
  assert.ok(byLoopback);
  const send = await start(t, byLoopback.proof);
  const second = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
  const head = NAMED.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const both = await send(`/ HTTP/1.1\r\nHost: localhost\r\n${head}\r\n${second.slice(0, 5)}`, []);
  assert.equal(both.all.length, 2);
  assert.ok(both.all.includes("nobody"));
});

test("lines that are not headers at all are not read as if they were", async (t) => {
  const [byLoopback = PROOFS[0]] = PROOFS;
  assert.ok(byLoopback);
  const send = await start(t, byLoopback.proof);
  for (const line of [
    ["X-Forwarded-User ", ATTACKER],
    [" X-Forwarded-User", ATTACKER],
    ["X-Forwarded-User\0", ATTACKER],
    ["X-Forwarded-\xdcser", ATTACKER],
    ["X-Forwarded-User", `mary\r\n ${ATTACKER}`],
    ["X-Forwarded-User", "mary\0"],
    ["X-Forwarded-User", `mary\n\nX-Forwarded-User: ${ATTACKER}`],
    ["X-Forwarded-User", `mary\rX-Forwarded-User: ${ATTACKER}`],
  ] satisfies readonly HeaderLine[]) {
    for (const door of DOORS) {
      const { status, who } = await send(door, [line, ...NAMED]);
      assert.ok(
        status === 400 || (status === 200 && JSON.stringify(who) === JSON.stringify(MARY)),
        `${JSON.stringify(line)}: ${status}`,
      );
    }
  }
});

test("where no proxy is believed, its headers say nothing, in whatever variant", async (t) => {
  const { proof: _proof, ...request } = PROOFS.at(-1) ?? assert.fail();
  const variants = [{ name: "the proxy's own", lines: request.lines }, ...attackHeaders(request)];
  for (const [mode, authenticators] of Object.entries({
    open: createOpenMode(BASE),
    ...createModesWithoutProxy(),
  })) {
    const send = await listenForWho(t, authenticators);
    for (const [door, { name, lines }] of DOORS.flatMap((to) => variants.map((one) => [to, one] as const))) {
      const { who } = await send(door, lines);
      assert.ok(who === undefined || who === "nobody", `mode ${mode}, ${door} ${name}`);
    }
  }
  assert.ok(DOORS.length * variants.length >= LEAST_ATTACKS, `${variants.length} variants`);
});
