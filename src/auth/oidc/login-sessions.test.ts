import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Principal } from "../principal.ts";
import { fixedKeys } from "../signing-keys.ts";
import { createLoginSessions, type FoundSession, type LoginSessionsOptions } from "./login-sessions.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const LIMITS = { idleMs: 8 * HOUR_MS, absoluteMs: 24 * HOUR_MS, freshMs: HOUR_MS };
const [OLD, NEW] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
const MARY: Principal = { issuer: "https://id.example", subject: "1", name: "Mary Wójcik", groups: ["dba"] };

function start(changes: Partial<LoginSessionsOptions> = {}) {
  const clock = { nowMs: 100 * HOUR_MS, now: () => clock.nowMs };
  const sessions = createLoginSessions({
    keys: fixedKeys(OLD),
    baseUrl: new URL("https://approvals.example"),
    clock,
    limits: LIMITS,
    signOuts: { isSignedOut: () => false, signOut: async () => ({ ok: true, value: undefined }) },
    ...changes,
  });
  const begin = async (principal = MARY): Promise<string> => {
    const now = clock.nowMs;
    const session = { provider: "company", principal, leftOut: 0, signedInMs: now, saidMs: now };
    return pairOf(await sessions.begin(session));
  };
  const find = async (cookie: string, mode = "navigate"): Promise<FoundSession> =>
    await sessions.find(new Headers({ cookie, "Sec-Fetch-Mode": mode }));
  return { sessions, clock, begin, find };
}

function pairOf(setCookie: string | undefined): string {
  assert.match(
    setCookie ?? "",
    /^__Host-countersign-session=[\w.~-]+; Path=\/; HttpOnly; SameSite=Lax; Secure$/u,
  );
  return (setCookie ?? "").split(";")[0] ?? "";
}

describe("the session of a login", () => {
  it("is what it was when it began, under an id that nobody knew before", async () => {
    const { begin, find } = start();
    const [one, other] = [await find(await begin()), await find(await begin())];
    assert.ok(one.kind === "open" && other.kind === "open");
    assert.deepEqual(one.session.principal, MARY);
    assert.equal(Buffer.from(one.session.id, "base64url").length, 16);
    assert.notEqual(one.session.id, other.session.id);
  });

  it("is none when any byte of it was changed, and none for whoever plants one of another making", async () => {
    const { begin, find } = start();
    const cookie = await begin();
    for (let at = cookie.indexOf("=") + 1; at < cookie.length; at += 1) {
      const changed = `${cookie.slice(0, at)}${cookie[at] === "A" ? "B" : "A"}${cookie.slice(at + 1)}`;
      assert.equal((await find(changed)).kind, "none", changed);
    }
    const foreign = await start({ keys: fixedKeys(NEW) }).begin();
    for (const planted of [
      foreign,
      `${cookie}; ${cookie}`,
      "__Host-countersign-session=",
      "__Host-countersign-session=e30",
    ]) {
      assert.equal((await find(planted)).kind, "none", planted);
    }
  });

  it("ends without a visit, and a page that asks for itself is none", async () => {
    const { begin, find, clock } = start();
    const cookie = await begin();
    clock.nowMs += LIMITS.idleMs - 1;
    const asked = await find(cookie, "cors");
    assert.ok(asked.kind === "open" && asked.setCookie === undefined);
    const visited = await find(cookie);
    assert.ok(visited.kind === "open");
    const renewed = pairOf(visited.setCookie);
    clock.nowMs += 1;
    const ended = await find(cookie);
    assert.match(ended.kind === "ended" ? ended.why : "", /not been here for 8 hours/u);
    assert.equal((await find(renewed)).kind, "open");
  });

  it("is not told anew at each visit", async () => {
    const { begin, find, clock } = start();
    const cookie = await begin();
    clock.nowMs += 15 * MINUTE_MS;
    const found = await find(cookie);
    assert.equal(found.kind === "open" && found.setCookie, undefined);
  });

  it("ends some time after signing in, however often one visits", async () => {
    const { begin, find, clock } = start();
    let cookie = await begin();
    for (let hour = 1; hour < 24; hour += 1) {
      clock.nowMs += HOUR_MS;
      const found = await find(cookie);
      assert.ok(found.kind === "open");
      cookie = found.setCookie === undefined ? cookie : pairOf(found.setCookie);
    }
    clock.nowMs += HOUR_MS;
    const ended = await find(cookie);
    assert.match(ended.kind === "ended" ? ended.why : "", /24 hours after you had signed in/u);
  });

  it("gets no longer by a clock that is set back, and stays through the seconds that clocks differ", async () => {
    const { begin, find, clock } = start();
    const cookie = await begin();
    clock.nowMs -= MINUTE_MS;
    assert.equal((await find(cookie)).kind, "open");
    clock.nowMs -= 1;
    assert.equal((await find(cookie)).kind, "ended");
  });

  it("is good for a vote for as long as what the provider said", async () => {
    const { sessions, begin, find, clock } = start();
    const found = await find(await begin());
    assert.ok(found.kind === "open");
    clock.nowMs += LIMITS.freshMs - 1;
    assert.equal(sessions.isStale(found.session), false);
    clock.nowMs += 1;
    assert.equal(sessions.isStale(found.session), true);
  });

  it("holds while a key is changed, is sealed anew under the new one, and outlives the old", async () => {
    const cookie = await start().begin();
    const between = await start({ keys: fixedKeys(NEW, OLD) }).find(cookie);
    assert.ok(between.kind === "open");
    const renewed = pairOf(between.setCookie);
    for (const keys of [fixedKeys(OLD), fixedKeys(NEW), fixedKeys(NEW, OLD)]) {
      const found = await start({ keys }).find(renewed);
      assert.ok(found.kind === "open");
      assert.equal(found.setCookie, undefined, "and it is told once");
    }
    assert.equal((await start({ keys: fixedKeys(NEW) }).find(cookie)).kind, "none");
  });

  it("has ended for who signed out everywhere, and counts for nothing while that is not known", async () => {
    const signOut = async () => ({ ok: true, value: undefined }) as const;
    const cookie = await start().begin();
    for (const [answer, kind] of [
      [true, "ended"],
      [undefined, "unchecked"],
      [false, "open"],
    ] as const) {
      const { find } = start({ signOuts: { isSignedOut: () => answer, signOut } });
      assert.equal((await find(cookie)).kind, kind);
    }
  });

  it("is not begun where no browser would keep it, also with as many keys as there may be", async () => {
    const [first = OLD, ...others] = Array.from({ length: 5 }, (_, index) =>
      new Uint8Array(32).fill(index + 1),
    );
    const { sessions, clock } = start({ keys: fixedKeys(first, ...others) });
    const beginWith = async (count: number): Promise<string | undefined> =>
      await sessions.begin({
        provider: "company",
        principal: {
          ...MARY,
          groups: Array.from({ length: count }, (_, index) => `release-managers-${index}`),
        },
        leftOut: 0,
        signedInMs: clock.nowMs,
        saidMs: clock.nowMs,
      });
    assert.ok(((await beginWith(90)) ?? "").length < 4_096);
    assert.equal(await beginWith(200), undefined);
  });
});
