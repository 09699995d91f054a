import assert from "node:assert/strict";
import { describe, it } from "node:test";

import * as fc from "fast-check";

import { readIdentityHeaders } from "./identity-headers.ts";

const READ = ["X-Forwarded-User", "X-Forwarded-Groups", "Authorization"];
const GOOD = ["Host", "a", "x-forwarded-user", "mary", "X-FORWARDED-GROUPS", "dev,ops"];
const VALUES = { "x-forwarded-user": "mary", "x-forwarded-groups": "dev,ops" };

function read(...more: readonly string[]): object | string {
  const values = readIdentityHeaders([...GOOD, ...more], { read: READ });
  return values.ok ? Object.fromEntries(values.value) : values.error;
}

describe("the headers in which a proxy says who somebody is", () => {
  it("are read in any case, byte by byte as UTF-8, and those that are not there are not", () => {
    assert.deepEqual(read(), VALUES);
    const values = readIdentityHeaders(["X-Forwarded-User", "W\u00c3\u00b3jcik"], { read: READ });
    assert.ok(values.ok);
    assert.deepEqual([...values.value], [["x-forwarded-user", "Wójcik"]]);
  });

  it("keep a byte order mark: it is part of the name, and nobody's", () => {
    const values = readIdentityHeaders(["X-Forwarded-User", "\u00ef\u00bb\u00bfmary"], { read: READ });
    assert.ok(values.ok);
    assert.equal(values.value.get("x-forwarded-user"), "\ufeffmary");
  });

  for (const [sentence, more, said] of [
    [
      "twice",
      ["X-Forwarded-User", "john"],
      /^The request has the header X-Forwarded-User more than once\.$/u,
    ],
    [
      "with a twin",
      ["X_Forwarded-User", "j"],
      /^The request has the header "X_Forwarded-User", which some take for X-F/u,
    ],
    [
      "not UTF-8",
      ["Authorization", "\u00ff"],
      /^The request's header Authorization is not text in UTF-8\.$/u,
    ],
    [
      "named in Connection",
      ["Connection", "TE, authorization"],
      /^The request's header Connection names Authorization, so/u,
    ],
    [
      "of another set",
      ["x_auth_request_email", "j"],
      /^The request has the header "x_auth_request_email", but this server reads X-Forwarded-User, X-Forwarded-Groups, Authorization\.$/u,
    ],
  ] as const) {
    it(`are refused ${sentence}`, () => {
      const refusal = read(...more);
      assert.ok(typeof refusal === "string");
      assert.match(refusal, said);
    });
  }

  it("leave alone what else a proxy sends, of their own set too", () => {
    for (const name of [
      "X-Forwarded-For",
      "X-Forwarded-Host",
      "X-Forwarded-Email",
      "X-Auth-Request-Redirect",
    ])
      assert.deepEqual(read(name, "x"), VALUES, name);
  });

  it("say the same with whatever else there is, or nothing at all", () => {
    const name = fc.oneof(
      fc.constantFrom(
        ...READ,
        "Connection",
        "X-Auth-Request-User",
        "x_forwarded_user",
        "X-Forwarded.User",
        "Cookie",
      ),
      fc.stringMatching(/^[\w!#$%&'*+.^`|~-]{1,20}$/u),
    );
    const value = fc.oneof(
      fc.constantFrom("mallory", "admins", "close, X-Forwarded-Groups", "\u00ff", ""),
      fc.string({ unit: "binary-ascii" }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 6 }), fc.nat(), (added, place) => {
        const at = (place % (GOOD.length / 2 + 1)) * 2;
        const sent = [...GOOD.slice(0, at), ...added.flat(), ...GOOD.slice(at)];
        const values = readIdentityHeaders(sent, { read: READ });
        if (!values.ok) return;
        const { authorization: _own, ...said } = Object.fromEntries(values.value) as Record<string, string>;
        assert.deepEqual(said, VALUES);
      }),
      { numRuns: 2_000 },
    );
  });
});
