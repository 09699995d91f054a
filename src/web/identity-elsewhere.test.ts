// Who somebody is comes from an authenticator alone: nothing in an address or a body changes it, or makes it up.
import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import type { HeaderLine } from "../../test/kit/header-attacks.ts";
import { createModesWithoutProxy } from "../../test/kit/web/create-modes-without-proxy.ts";
import { listenForWho, type Who } from "../../test/kit/web/listen-for-who.ts";
import { TEST_KEYS } from "../../test/kit/web/start-test-server.ts";
import type { Authenticators } from "../auth/authenticator.ts";
import { createProxyMode } from "../auth/authenticators/proxy.ts";
import { proveByLoopback } from "../auth/proxy/proof.ts";
import { readNamed } from "../auth/proxy/read-named.ts";

const RUNS = 300;
const HEADERS = { name: "X-Forwarded-User", email: "X-Forwarded-Email", groups: "X-Forwarded-Groups" };
const MARY: Who = { issuer: "proxy", subject: "mary", name: "mary", groups: [] };

const FIELD = fc.tuple(
  fc.oneof(
    fc.constantFrom(
      "user",
      "group",
      "groups",
      "name",
      "email",
      "sub",
      "token",
      "access_token",
      "id_token",
      "link",
    ),
    fc.constantFrom("countersign", "session", "principal", "__proto__", "X-Forwarded-User", "Authorization"),
    fc.string({ maxLength: 12 }),
  ),
  fc.oneof(fc.constantFrom("mallory", "admin", "Bearer a.b.c", "mary"), fc.string({ maxLength: 20 })),
);
const FIELDS = fc.array(FIELD, { maxLength: 5 });
const PATH = fc.constantFrom(
  "/",
  "/me",
  "/approvals/a/b",
  "/approvals/a/b/votes",
  "/api/v1/approvals",
  "/api/v1/approvals/a/b/votes",
);
const FORM = "application/x-www-form-urlencoded";

type Fields = readonly (readonly [string, string])[];

function encode(fields: Fields): string {
  return new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString();
}

function writeBody(fields: Fields, type: string): string {
  return type === FORM ? encode(fields) : JSON.stringify(Object.fromEntries(fields));
}

const proxy = createProxyMode({
  keys: TEST_KEYS,
  baseUrl: new URL("http://localhost"),
  headers: HEADERS,
  proof: proveByLoopback((values) => readNamed(values, HEADERS)),
  isFrom: () => true,
});
interface Sender {
  readonly mode: string;
  readonly authenticators: Authenticators;
  /** What they show of who they are. */
  readonly lines: readonly HeaderLine[];
  readonly who: Who;
}

const MARYS: Sender = {
  mode: "proxy",
  authenticators: proxy,
  lines: [["X-Forwarded-User", "mary"]],
  who: MARY,
};
const NOBODYS = Object.entries(createModesWithoutProxy()).map(([mode, authenticators]): Sender => ({
  mode,
  authenticators,
  lines: [],
  who: "nobody",
}));

for (const { mode, authenticators, lines, who: expected } of [MARYS, ...NOBODYS]) {
  test(`mode ${mode}: whatever stands in address and body, one is who one was without it`, async (t) => {
    const send = await listenForWho(t, authenticators);
    let told = 0;
    const request = fc.tuple(PATH, FIELDS, FIELDS, fc.constantFrom(FORM, "application/json"));
    await fc.assert(
      fc.asyncProperty(request, async ([path, asked, posted, type]) => {
        const body = posted.length === 0 ? "" : writeBody(posted, type);
        const ofBody: readonly HeaderLine[] =
          body === ""
            ? []
            : [
                ["Content-Type", type],
                ["Content-Length", String(Buffer.byteLength(body))],
              ];
        const { all } = await send(
          `${path}?${encode(asked)}`,
          [...lines, ...ofBody, ["Connection", "close"]],
          body,
        );
        told += all.length;
        for (const who of all) assert.deepEqual(who, expected);
      }),
      { numRuns: RUNS },
    );
    assert.ok(told > RUNS / 4, `an authenticator was asked ${told} times`);
  });
}
