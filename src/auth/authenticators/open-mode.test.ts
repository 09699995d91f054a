import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { makeAuthenticationRequest } from "../../../test/kit/make-authentication-request.ts";
import type { PageAuthenticator } from "../authenticator.ts";
import type { BrowserSession } from "../session.ts";
import { fixedKeys } from "../signing-keys.ts";
import { createOpenMode } from "./open-mode.ts";

const KEYS = fixedKeys(new Uint8Array(32).fill(7));
const { pages: plain, api } = createOpenMode({ keys: KEYS, baseUrl: new URL("http://localhost:9000") });

async function authenticate(
  mode: PageAuthenticator,
  query: string,
  cookie?: string,
): Promise<BrowserSession> {
  const headers = cookie === undefined ? [] : [["cookie", cookie] as const];
  const answer = await mode.authenticate(makeAuthenticationRequest(`/${query}`, headers));
  assert.ok(answer.ok, answer.ok ? "" : answer.error.message);
  return answer.value;
}

async function refusalOf(query: string): Promise<string> {
  const answer = await plain.authenticate(makeAuthenticationRequest(`/${query}`));
  assert.equal(answer.ok, false, query);
  return answer.ok ? "" : answer.error.message;
}

/** What a browser sends back. */
function cookieOf({ setCookie }: BrowserSession): string {
  return (setCookie ?? "").split(";")[0] ?? "";
}

describe("open mode", () => {
  it("believes user and group, each group once", async () => {
    const { principal } = await authenticate(
      plain,
      "?user=mary&group=managers&group=security&group=managers",
    );
    assert.deepEqual(principal, {
      issuer: "open",
      subject: "mary",
      name: "mary",
      groups: ["managers", "security"],
    });
  });

  it("remembers them in a cookie that only the server reads", async () => {
    const first = await authenticate(plain, "?user=mary&group=managers");
    assert.match(
      first.setCookie ?? "",
      /^countersign=\S+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/u,
    );
    const second = await authenticate(plain, "", cookieOf(first));
    assert.deepEqual(second.principal, first.principal);
    assert.equal(second.id, first.id);
    assert.equal(second.setCookie, undefined);
  });

  it("binds the cookie to the host and to https when the base URL is https", async () => {
    const { pages: secure } = createOpenMode({ keys: KEYS, baseUrl: new URL("https://approvals.example") });
    const { setCookie } = await authenticate(secure, "?user=mary");
    assert.match(
      setCookie ?? "",
      /^__Host-countersign=\S+; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=2592000$/u,
    );
  });

  it("lets the query win and begins a new session under the new name", async () => {
    const mary = await authenticate(plain, "?user=mary");
    const john = await authenticate(plain, "?user=john", cookieOf(mary));
    assert.equal(john.principal?.name, "john");
    assert.notEqual(john.id, mary.id);
    assert.notEqual(john.setCookie, undefined);
  });

  it("keeps the session when the query says what the cookie says, so that open forms stay good", async () => {
    const mary = await authenticate(plain, "?user=mary&group=a");
    const again = await authenticate(plain, "?user=mary&group=a", cookieOf(mary));
    assert.equal(again.id, mary.id);
    assert.equal(again.setCookie, undefined);
  });

  it("keeps the groups of a name that comes without any, and not those of another name", async () => {
    const mary = await authenticate(plain, "?user=mary&group=a");
    const again = await authenticate(plain, "?user=mary", cookieOf(mary));
    assert.deepEqual(again.principal?.groups, ["a"]);
    assert.equal(again.id, mary.id, "open forms stay good");
    const john = await authenticate(plain, "?user=john", cookieOf(mary));
    assert.deepEqual(john.principal?.groups, []);
    const other = await authenticate(plain, "?user=mary&group=b", cookieOf(mary));
    assert.deepEqual(other.principal?.groups, ["b"]);
  });

  it("gives a session to a browser without a name, for the form that asks for one", async () => {
    const nobody = await authenticate(plain, "");
    assert.equal(nobody.principal, undefined);
    const again = await authenticate(plain, "", cookieOf(nobody));
    assert.equal(again.principal, undefined);
    assert.equal(again.id, nobody.id);
  });

  it("begins anew for a cookie that was changed, signed with another key, or sent twice", async () => {
    const mary = cookieOf(await authenticate(plain, "?user=mary"));
    const john = cookieOf(await authenticate(plain, "?user=john"));
    const { pages: other } = createOpenMode({
      keys: fixedKeys(new Uint8Array(32).fill(8)),
      baseUrl: new URL("http://localhost:9000"),
    });
    const forged = [
      mary.replace("countersign=", "countersign=A"),
      `${mary.split(".")[0]}.${john.split(".")[1]}`,
      cookieOf(await authenticate(other, "?user=mary")),
      `${mary}; ${john}`,
      "countersign=",
      "countersign=.",
      "countersign",
    ];
    for (const cookie of forged) {
      const { principal } = await authenticate(plain, "", cookie);
      assert.equal(principal, undefined, cookie);
    }
  });

  it("starts a session under a claimed name", () => {
    assert.ok(plain.signIn.kind === "claim");
    const answer = plain.signIn.claim("Wo\u0301jcik", ["a"]);
    assert.ok(answer.ok);
    assert.deepEqual(answer.value.principal, {
      issuer: "open",
      subject: "Wójcik",
      name: "Wójcik",
      groups: ["a"],
    });
  });

  it("refuses what cannot be a claim, and says why", async () => {
    assert.match(await refusalOf("?user=mary&user=john"), /`user` more than once/u);
    assert.match(await refusalOf("?group=managers"), /`group` without `user`/u);
    assert.match(await refusalOf("?user="), /user is empty/u);
    assert.match(await refusalOf("?user=mary&group="), /group is empty/u);
    assert.match(await refusalOf("?user=ma%00ry"), /control characters/u);
    assert.match(await refusalOf("?user=%FF%FE"), /not UTF-8/u);
    const groups = Array.from({ length: 101 }, (_, index) => `group=g${index}`).join("&");
    assert.match(await refusalOf(`?user=mary&${groups}`), /101 groups; at most 100/u);
  });

  it("refuses what no browser would remember", async () => {
    const groups = Array.from({ length: 20 }, (_, index) => `group=${"g".repeat(240)}${index}`).join("&");
    assert.match(await refusalOf(`?user=mary&${groups}`), /too long for a cookie/u);
  });

  it("takes from programs what no cookie could hold", async () => {
    const groups = Array.from({ length: 100 }, (_, index) => `group=${"g".repeat(240)}${index}`).join("&");
    const answer = await api.authenticate(makeAuthenticationRequest(`/?user=mary&${groups}`));
    assert.ok(answer.ok);
    assert.equal(answer.value?.groups.length, 100);
  });

  it("takes no program for whom a browser's cookie names", async () => {
    const cookie = cookieOf(await authenticate(plain, "?user=mary"));
    const answer = await api.authenticate(makeAuthenticationRequest("/", [["cookie", cookie]]));
    assert.deepEqual(answer, { ok: true, value: undefined });
  });
});
