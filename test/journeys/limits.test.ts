// One person, and one address, before the whole product over real connections: what they cannot take from the others.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";

import { FORGED_ADDRESSES } from "../kit/forged-addresses.ts";
import { makeAccount, requestToken } from "../kit/request-token.ts";
import { sendRaw } from "../kit/send-raw.ts";
import { startProduct, type TestProduct } from "../kit/start-product.ts";
import { until } from "../kit/until.ts";

/** The least that the settings take. One comes back each second that a test lasts, and none lasts half a minute. */
const LIMIT = 60;
const ROUNDS = 3;
const AT_LEAST = ROUNDS * FORGED_ADDRESSES.length - LIMIT - 30;

async function statusOf({ url }: TestProduct, forwardedFor: string): Promise<number> {
  const head = `GET /api/v1/approvals HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: ${forwardedFor}\r\n\r\n`;
  return Number((await sendRaw(Number(new URL(url).port), head)).slice(9, 12));
}

/** How many are refused of those that name another address each. */
async function countLimited(product: TestProduct, forge: (forged: string) => string): Promise<number> {
  let count = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const forged of FORGED_ADDRESSES) {
      if ((await statusOf(product, forge(forged))) === 429) count += 1;
    }
  }
  return count;
}

async function metricOf({ probeUrl }: TestProduct, limit: string): Promise<number> {
  const text = await (await fetch(`${probeUrl}/metrics`)).text();
  return Number(
    new RegExp(`^countersign_limited_total\\{limit="${limit}"\\} (\\d+)$`, "mu").exec(text)?.[1] ?? 0,
  );
}

test("an address is limited whatever it writes into X-Forwarded-For, and who has a name there is not", async (t) => {
  const product = await startProduct(t, { auth: "kubernetes", limits: { perAddress: LIMIT } });
  const robot = { namespace: "default", name: "robot" };
  await makeAccount(product.connection, robot);
  const token = await requestToken(product.connection, robot, ["countersign"]);
  const read = (): Promise<Response> =>
    fetch(`${product.url}/api/v1/approvals`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal((await read()).status, 200);

  const limited = await countLimited(product, (forged) => forged);
  assert.ok(limited > AT_LEAST, `${limited}`);
  assert.equal(await metricOf(product, "address"), limited);
  assert.equal((await read()).status, 200);
  for (const path of ["/livez", "/readyz"]) {
    assert.equal((await fetch(`${product.url}${path}`)).status, 200);
    assert.equal((await fetch(`${product.probeUrl}${path}`)).status, 200);
  }
});

test("behind a proxy each of its clients has its own, whatever they write before the proxy does", async (t) => {
  const limits = { perAddress: LIMIT, forwardedBy: ["127.0.0.1"] };
  const product = await startProduct(t, { auth: "kubernetes", limits });
  const limited = await countLimited(product, (forged) => `${forged}, 203.0.113.9`);
  assert.ok(limited > AT_LEAST, `${limited}`);
  assert.equal(await statusOf(product, "203.0.113.9, 203.0.113.10"), 401);
});

test("the proxy that says who people are is believed from where they come, too", async (t) => {
  const headers = { name: "X-Forwarded-User" };
  const auth = { modes: ["proxy"], proxy: { proof: "loopback", headers } } as const;
  const product = await startProduct(t, { auth, limits: { perAddress: LIMIT } });
  const limited = await countLimited(product, (forged) => `${forged}, 203.0.113.9`);
  assert.ok(limited > AT_LEAST, `${limited}`);
  assert.equal(await statusOf(product, "203.0.113.10"), 401);
});

test("probes and metrics answer while somebody holds all connections to the pages", async (t) => {
  const product = await startProduct(t, { limits: { connections: 10 } });
  const port = Number(new URL(product.url).port);
  const sockets = ["127.0.0.1", "127.0.0.2", "127.0.0.3"].flatMap((localAddress) =>
    Array.from({ length: 10 }, () => connect({ port, host: "127.0.0.1", localAddress })),
  );
  for (const socket of sockets) socket.on("error", () => undefined);
  try {
    await until("twenty are refused", async () => (await metricOf(product, "connections")) >= 20);
    await assert.rejects(fetch(product.url), "there is one left");
    assert.equal((await fetch(`${product.probeUrl}/livez`)).status, 200);
    assert.equal((await fetch(`${product.probeUrl}/readyz`)).status, 200);
  } finally {
    // Before the product stops, which would wait for them.
    for (const socket of sockets) socket.destroy();
  }
});
