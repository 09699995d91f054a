import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { makeAuthenticationRequest } from "../../test/kit/make-authentication-request.ts";
import { ok, refuse } from "../std/result.ts";
import type { ApiAuthenticator, BearerAuthenticator, PageAuthenticator } from "./authenticator.ts";
import { combineModes } from "./combine-modes.ts";
import type { Principal } from "./principal.ts";

const person = (name: string): Principal => ({ issuer: "test", subject: name, name, groups: [] });

/** Knows whoever the cookie names after its own name: `first=ann`; refuses `first=?`. */
function pagesOf(own: string): PageAuthenticator {
  return {
    signIn: { kind: "login", href: `/${own}` },
    advice: own,
    authenticate: async ({ headers }) => {
      const [, name] = new RegExp(`${own}=([^;]*)`, "u").exec(headers.get("cookie") ?? "") ?? [];
      if (name === "?") return refuse({ kind: "unclear", message: `${own} is not clear` });
      return ok({ id: own, ...(name !== undefined && { principal: person(name) }) });
    },
  };
}

/** Takes tokens of these issuers, or of all others; what it was shown is kept. */
function bearerOf(issuers?: readonly string[]): BearerAuthenticator & { readonly shown: string[] } {
  const shown: string[] = [];
  return {
    ...(issuers && { issuers }),
    advice: `Ask ${issuers?.join() ?? "the cluster"}.`,
    check: async (token) => {
      shown.push(token);
      return refuse({ kind: "unproven", message: "not this one" });
    },
    shown,
  };
}

/** Knows whom the header X-Name names; refuses `?`. */
const API: ApiAuthenticator = {
  challenge: "X-Name",
  advice: "Send X-Name.",
  query: { user: { description: "who" } },
  authenticate: async ({ headers }) => {
    const name = headers.get("x-name");
    if (name === "?") return refuse({ kind: "unclear", message: "not clear" });
    return ok(name === null ? undefined : person(name));
  },
};

function tokenOf(claims: object): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
  return `${encode({ alg: "none" })}.${encode(claims)}.c2ln`;
}

function show(api: ApiAuthenticator, ...headers: readonly (readonly [string, string])[]) {
  return api.authenticate(makeAuthenticationRequest("/", headers));
}

describe("several modes on pages", () => {
  const { pages } = combineModes([{ pages: pagesOf("first") }, { pages: pagesOf("second") }]);
  const open = async (cookie: string) =>
    await pages.authenticate(makeAuthenticationRequest("/", [["cookie", cookie]]));

  it("the first that knows somebody counts", async () => {
    for (const [cookie, name] of [
      ["first=ann", "ann"],
      ["second=bob", "bob"],
      ["second=bob; first=ann", "ann"],
    ] as const) {
      const answer = await open(cookie);
      assert.equal(answer.ok && answer.value.principal?.name, name);
    }
  });

  it("whom nobody knows is the first one's nobody, and signs in there", async () => {
    assert.deepEqual(await open(""), { ok: true, value: { id: "first" } });
    assert.deepEqual(pages.signIn, { kind: "login", href: "/first" });
  });

  it("a refusal of one is not passed over for another", async () => {
    for (const [cookie, said] of [
      ["first=?; second=bob", "first is not clear"],
      ["second=?", "second is not clear"],
    ] as const) {
      const answer = await open(cookie);
      assert.equal(answer.ok ? "" : answer.error.message, said);
    }
  });

  it("where no mode is for pages, they say so", async () => {
    const none = combineModes([{ bearers: [bearerOf()] }]).pages;
    assert.equal(none.signIn.kind, "none");
    assert.equal("banner" in none, false);
  });
});

describe("several modes for programs", () => {
  it("a bearer token is given to the one that judges its issuer, and to no other", async () => {
    const [a, b, rest] = [bearerOf(["https://a", "https://c"]), bearerOf(["https://b"]), bearerOf()];
    const { api } = combineModes([{ bearers: [a] }, { bearers: [rest, b] }]);
    for (const [claims, judge] of [
      [{ iss: "https://a" }, a],
      [{ iss: "https://c" }, a],
      [{ iss: "https://b" }, b],
      [{ iss: "https://b/" }, rest],
      [{ iss: ["https://b"] }, rest],
      [{}, rest],
    ] as const) {
      const token = tokenOf(claims);
      const answer = await show(api, ["authorization", `Bearer ${token}`]);
      assert.equal(answer.ok ? "" : answer.error.message, "not this one", "what one refuses is refused");
      assert.deepEqual(
        [a, b, rest].map(({ shown }) => shown.includes(token)),
        [a, b, rest].map((one) => one === judge),
      );
    }
    await show(api, ["authorization", "Bearer opaque"]);
    assert.equal(rest.shown.at(-1), "opaque");
  });

  it("a token that none of them judges is refused, and never nobody's", async () => {
    for (const modes of [[{ bearers: [bearerOf(["https://a"])] }], [], [{ pages: pagesOf("first") }]]) {
      const { api } = combineModes(modes);
      for (const token of [tokenOf({ iss: "https://b" }), "opaque"]) {
        const answer = await show(api, ["authorization", `Bearer ${token}`]);
        assert.equal(answer.ok ? "" : answer.error.kind, "unproven");
      }
      assert.deepEqual(await show(api), ok(undefined));
      assert.match(api.challenge, /^Bearer /u);
    }
  });

  it("who says it by other means is known by them, or else by a token; a fault in one ends it", async () => {
    const { api } = combineModes([{ bearers: [bearerOf()] }, { api: API }]);
    const named = await show(api, ["x-name", "ann"], ["authorization", "Bearer t"]);
    assert.equal(named.ok && named.value?.name, "ann");
    const faulty = await show(api, ["x-name", "?"], ["authorization", "Bearer t"]);
    assert.equal(faulty.ok ? "" : faulty.error.kind, "unclear");
    const shown = await show(api, ["authorization", "Bearer t"]);
    assert.equal(shown.ok ? "" : shown.error.message, "not this one");
    assert.equal(
      api.advice,
      "Send X-Name. Or: Send the header Authorization: Bearer TOKEN. Ask the cluster.",
    );
    assert.deepEqual(Object.keys(api.query), ["user"]);
  });

  it("one alone is as it is", () => {
    assert.equal(combineModes([{ api: API }]).api, API);
  });
});
