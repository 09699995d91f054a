import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Principal } from "./principal.ts";
import { fixedKeys } from "./signing-keys.ts";
import { createSessions, type Session, type SessionOptions, type Sessions } from "./session.ts";

const OLD = new Uint8Array(32).fill(1);
const NEW = new Uint8Array(32).fill(2);
const MARY: Principal = {
  issuer: "company",
  subject: "17",
  name: "Mary Wójcik",
  email: "mary@example.com",
  groups: ["dba", "ops"],
};

function sessionsOf(changes: Partial<SessionOptions> = {}): Sessions {
  const baseUrl = new URL("https://approvals.example");
  return createSessions({ keys: fixedKeys(OLD), baseUrl, authenticator: "company", ...changes });
}

/** What a browser sends back that was told of it. */
function begin(sessions: Sessions, principal?: Principal): { session: Session; cookie: string } {
  const begun = sessions.begin(principal);
  assert.ok(begun.ok, begun.ok ? "" : begun.error);
  const { setCookie = "", ...session } = begun.value;
  return { session, cookie: setCookie.split(";")[0] ?? "" };
}

function read(sessions: Sessions, cookie: string): Session | undefined {
  return sessions.read(new Headers({ cookie }));
}

describe("a session", () => {
  it("is read in another replica as it was begun, with everything that is known of the person", () => {
    const { session, cookie } = begin(sessionsOf(), MARY);
    assert.deepEqual(session.principal, MARY);
    assert.deepEqual(read(sessionsOf(), cookie), session);
  });

  it("may be nobody's", () => {
    const { session, cookie } = begin(sessionsOf());
    assert.equal("principal" in session, false);
    assert.deepEqual(read(sessionsOf(), cookie), session);
  });

  it("is another one each time it begins", () => {
    const [one, other] = [begin(sessionsOf(), MARY), begin(sessionsOf(), MARY)];
    assert.notEqual(one.session.id, other.session.id);
    assert.equal(Buffer.from(one.session.id, "base64url").length, 16);
  });

  it("holds while a key is being changed, until the old one is taken away", () => {
    const { cookie } = begin(sessionsOf(), MARY);
    assert.deepEqual(read(sessionsOf({ keys: fixedKeys(NEW, OLD) }), cookie)?.principal, MARY);
    assert.equal(read(sessionsOf({ keys: fixedKeys(NEW) }), cookie), undefined);
  });

  it("is signed with a new key when its bearer comes again, and outlives the old one", () => {
    const { session, cookie } = begin(sessionsOf(), MARY);
    const { setCookie = "", ...same } =
      sessionsOf({ keys: fixedKeys(NEW, OLD) }).read(new Headers({ cookie })) ?? {};
    assert.deepEqual(same, session);
    const renewed = setCookie.split(";")[0] ?? "";
    assert.deepEqual(read(sessionsOf({ keys: fixedKeys(NEW) }), renewed), session);
    assert.deepEqual(
      read(sessionsOf(), renewed),
      session,
      "a replica that has not read the new key takes it too",
    );
    assert.deepEqual(
      read(sessionsOf({ keys: fixedKeys(NEW, OLD) }), renewed),
      session,
      "and it is told once",
    );
  });

  it("has room for the signatures of as many keys as a file may have", () => {
    const keys = Array.from({ length: 5 }, (_, index) => new Uint8Array(32).fill(index));
    const [first = OLD, ...others] = keys;
    const groups = Array.from({ length: 11 }, () => "g".repeat(240));
    const begun = sessionsOf({ keys: fixedKeys(first, ...others) }).begin({ ...MARY, groups });
    assert.ok(begun.ok);
    const [pair = ""] = (begun.value.setCookie ?? "").split(";");
    assert.ok(pair.length > 3_700 && pair.length < 4_096, String(pair.length));
  });

  it("of another authenticator is none: who claimed a name in one mode is not signed in in the next", () => {
    const { cookie } = begin(sessionsOf({ authenticator: "open" }), MARY);
    assert.equal(read(sessionsOf({ authenticator: "company" }), cookie), undefined);
  });

  it("is none when any part of its cookie was changed", () => {
    const { cookie } = begin(sessionsOf(), MARY);
    for (let at = cookie.indexOf("=") + 1; at < cookie.length; at += 1) {
      const changed = `${cookie.slice(0, at)}${cookie[at] === "A" ? "B" : "A"}${cookie.slice(at + 1)}`;
      assert.equal(read(sessionsOf(), changed), undefined, changed);
    }
  });

  it("is refused when no browser would keep its cookie", () => {
    const groups = Array.from({ length: 20 }, (_, index) => `${"g".repeat(240)}${index}`);
    const begun = sessionsOf().begin({ ...MARY, groups });
    assert.ok(!begun.ok);
    assert.match(begun.error, /too long for a cookie/u);
  });

  it("is never begun with a key that could be guessed", () => {
    assert.throws(
      () => sessionsOf({ keys: fixedKeys(new Uint8Array(31)) }),
      /31 bytes; it needs at least 32/u,
    );
  });
});
