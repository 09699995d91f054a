// Every way in which a link could be somebody else's, or good for something else.
import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { makeAuthenticationRequest } from "../../../test/kit/make-authentication-request.ts";
import type { PageAuthenticator } from "../authenticator.ts";
import { makeCode } from "../link-token.ts";
import { fixedKeys, type SigningKeys, signText } from "../signing-keys.ts";
import { createLinkMode, type LinkModeOptions, makeLink } from "./link.ts";

const NOW_MS = Date.parse("2026-11-24T14:02:00Z");
const HOUR = 3_600_000;
const REF = { namespace: "shop", name: "release-approve" };
const PAGE = "/approvals/shop/release-approve";
const CLAIMS = {
  ...REF,
  uid: "uid-1",
  attempt: 1,
  recipient: { name: "mary", email: "mary@a.example", groups: ["dba"] },
};
const key = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

type Changes = Partial<Omit<LinkModeOptions, "clock">>;

/** At `clock.nowMs`; what is watched is `standing.approval`. */
function start(changes: Changes = {}) {
  const clock = { nowMs: NOW_MS, now: () => clock.nowMs };
  const standing: { approval?: { uid: string; attempt: number } } = {
    approval: { uid: "uid-1", attempt: 1 },
  };
  const options: LinkModeOptions = {
    keys: fixedKeys(key(7)),
    baseUrl: new URL("http://localhost:9000"),
    decide: false,
    pathOf: ({ namespace, name }) => `/approvals/${namespace}/${name}`,
    findApproval: ({ namespace, name }) =>
      namespace === REF.namespace && name === REF.name ? standing.approval : undefined,
    ...changes,
    clock,
  };
  const { pages } = createLinkMode(options);
  assert.ok(pages?.links !== undefined);
  const linkOf = (claims = CLAIMS): { readonly token: string; readonly code: string } => {
    const made = makeLink(options, claims);
    assert.ok(made.ok);
    const { searchParams } = new URL(made.value.url);
    return { token: searchParams.get("link") ?? "", code: made.value.code };
  };
  return { clock, standing, pages, links: pages.links, linkOf, options };
}

async function whoIs(pages: PageAuthenticator, cookie: string, path = PAGE) {
  const answer = await pages.authenticate(makeAuthenticationRequest(path, [["cookie", cookie]]));
  assert.ok(answer.ok);
  return answer.value;
}

const cookieOf = (token: string): string => `countersign-link=${token}`;

describe("a link", () => {
  it("leads to its approval, and is of one person", () => {
    const made = makeLink(start().options, CLAIMS);
    assert.ok(made.ok);
    assert.match(
      made.value.url,
      /^http:\/\/localhost:9000\/approvals\/shop\/release-approve\?link=[\w.-]+$/u,
    );
    assert.match(made.value.code, /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/u);
  });

  it("is exchanged for a cookie that browsers send to that approval alone", () => {
    const { links, linkOf } = start();
    const { token } = linkOf();
    const attributes = `Path=${PAGE}; HttpOnly; SameSite=Lax; Max-Age=${72 * 3_600}`;
    assert.deepEqual(links.exchange(token, PAGE), { ok: true, value: `${cookieOf(token)}; ${attributes}` });
    const secure = start({ baseUrl: new URL("https://approvals.example.com") });
    const cookie = secure.links.exchange(secure.linkOf().token, PAGE);
    assert.match(cookie.ok ? cookie.value : "", /^__Secure-countersign-link=.*; Secure; /u);
  });

  it("says who somebody is on its approval's pages", async () => {
    const { pages, linkOf } = start();
    const { token } = linkOf();
    for (const path of [PAGE, `${PAGE}/receipt`, `${PAGE}/votes`]) {
      const { id, principal, link } = await whoIs(pages, cookieOf(token), path);
      assert.deepEqual(principal, {
        issuer: "link",
        subject: "mary",
        name: "mary",
        email: "mary@a.example",
        groups: ["dba"],
      });
      assert.deepEqual(link, { id, uid: "uid-1", attempt: 1 });
    }
  });

  for (const path of [
    "/",
    "/api",
    "/approvals/shop/release-approve2",
    "/approvals/shop/other",
    "/approvals/shop2/release-approve",
    "/approvals/shop",
    `/${PAGE}`,
    `${PAGE}%2Freceipt`,
    "/approvals/shop/release-approv%65",
    `/api/v1${PAGE}`,
  ]) {
    it(`makes nobody anybody at ${path}`, async () => {
      const { pages, linkOf } = start();
      assert.deepEqual(await whoIs(pages, cookieOf(linkOf().token), path), { id: "nobody" });
    });
  }

  it("is for nobody in the query of a page, nor where it comes twice", async () => {
    const { pages, linkOf } = start();
    const { token } = linkOf();
    assert.deepEqual(await whoIs(pages, "", `${PAGE}?link=${token}`), { id: "nobody" });
    assert.deepEqual(await whoIs(pages, `${cookieOf(token)}; ${cookieOf(token)}`), { id: "nobody" });
  });
});

/** Each is tried as a link that is opened and as a cookie that somebody brings. */
async function refusalOf(
  { pages, links }: Pick<ReturnType<typeof start>, "pages" | "links">,
  token: string,
): Promise<string> {
  assert.deepEqual(await whoIs(pages, cookieOf(token)), { id: "nobody" });
  const exchanged = links.exchange(token, PAGE);
  assert.ok(!exchanged.ok);
  return exchanged.error;
}

describe("a link is worthless", () => {
  it("with any byte changed, left out or added", async () => {
    const mode = start();
    const { token } = mode.linkOf();
    let tried = 0;
    for (let at = 0; at < token.length; at += 1) {
      for (const other of [
        token[at] === "A" ? "B" : "A",
        token[at]?.toUpperCase() ?? "",
        token[at]?.toLowerCase() ?? "",
        "",
        ".",
      ]) {
        const changed = token.slice(0, at) + other + token.slice(at + 1);
        if (changed === token) continue;
        assert.match(await refusalOf(mode, changed), /^This link is incomplete/u, `byte ${at}`);
        tried += 1;
      }
    }
    assert.ok(tried > 2 * token.length);
    for (const more of [`${token}A`, `${token}=`, `A${token}`, token.slice(0, 40), ".", ""]) {
      await refusalOf(mode, more);
    }
  });

  it("for another recipient, with the signature of one's own", async () => {
    const mode = start();
    const [own, other] = [
      mode.linkOf(),
      mode.linkOf({ ...CLAIMS, recipient: { ...CLAIMS.recipient, name: "eve" } }),
    ];
    const [, signature] = own.token.split(".");
    await refusalOf(mode, `${other.token.split(".")[0]}.${signature}`);
  });

  it("signed for another purpose", async () => {
    const mode = start();
    const [text = ""] = mode.linkOf().token.split(".");
    for (const purpose of ["session", "csrf", "linkCode"] as const) {
      await refusalOf(mode, `${text}.${signText(mode.options.keys, purpose, text)}`);
    }
  });

  it("after it has expired, to the millisecond, and when the settings make it shorter", async () => {
    const mode = start();
    const { token } = mode.linkOf();
    mode.clock.nowMs = NOW_MS + 72 * HOUR - 1;
    assert.ok(mode.links.exchange(token, PAGE).ok);
    mode.clock.nowMs += 1;
    assert.match(await refusalOf(mode, token), /^This link has expired/u);
    for (const [changes, hours] of [
      [{ decide: true }, 24],
      [{ lifetime: "1h" }, 1],
      [{ decide: true, lifetime: "2h" }, 2],
    ] as const) {
      const shorter = start(changes);
      shorter.clock.nowMs = NOW_MS + hours * HOUR - 1;
      assert.ok(shorter.links.exchange(token, PAGE).ok);
      shorter.clock.nowMs += 1;
      await refusalOf(shorter, token);
    }
  });

  it("for an approval that was made anew under the same name, or is gone", async () => {
    const mode = start();
    const { token } = mode.linkOf();
    mode.standing.approval = { uid: "uid-2", attempt: 1 };
    assert.match(await refusalOf(mode, token), /is gone/u);
    delete mode.standing.approval;
    assert.match(await refusalOf(mode, token), /is gone/u);
  });

  it("for another attempt, before it and after it", async () => {
    const mode = start();
    const { token } = mode.linkOf({ ...CLAIMS, attempt: 2 });
    assert.match(await refusalOf(mode, token), /is for attempt 2, which timed out/u);
    mode.standing.approval = { uid: "uid-1", attempt: 3 };
    await refusalOf(mode, token);
    mode.standing.approval = { uid: "uid-1", attempt: 2 };
    assert.ok(mode.links.exchange(token, PAGE).ok);
  });

  it("on the page of another approval", () => {
    const { links, linkOf } = start();
    const other = links.exchange(linkOf().token, "/approvals/shop/other");
    assert.match(other.ok ? "" : other.error, /is for another approval/u);
  });
});

describe("keys change", () => {
  const withKeys = (keys: SigningKeys) => start({ keys });
  const old = withKeys(fixedKeys(key(1)));
  const { token, code } = old.linkOf();
  const id = JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString("utf8")) as {
    id: string;
  };

  it("and a link stays good while its key is there, and its code", async () => {
    const both = withKeys(fixedKeys(key(2), key(1)));
    assert.ok(both.links.exchange(token, PAGE).ok);
    assert.equal((await whoIs(both.pages, cookieOf(token))).principal?.name, "mary");
    assert.ok(both.links.isCode(id.id, code));
  });

  it("and one that was made while both were there is good for a replica that has either", () => {
    const made = withKeys(fixedKeys(key(2), key(1))).linkOf();
    for (const byte of [1, 2]) assert.ok(withKeys(fixedKeys(key(byte))).links.exchange(made.token, PAGE).ok);
  });

  it("and without its key it is worthless, and its code", async () => {
    const later = withKeys(fixedKeys(key(2)));
    assert.match(await refusalOf(later, token), /^This link is incomplete or too old/u);
    assert.ok(!later.links.isCode(id.id, code));
  });
});

describe("a code", () => {
  const { links, options } = start();
  const code = makeCode(options.keys, "one");

  it("is its link's alone", () => {
    assert.ok(links.isCode("one", code));
    assert.ok(!links.isCode("two", code));
  });

  it("is taken as people type it", () => {
    for (const typed of [code.toLowerCase(), code.replace("-", ""), ` ${code.replace("-", " ")} `]) {
      assert.ok(links.isCode("one", typed), typed);
    }
    const [zero, one] = [/0/gu, /1/gu];
    assert.ok(links.isCode("one", code.replaceAll(zero, "o").replaceAll(one, "l")));
  });

  it("with any letter changed, left out or added is wrong", () => {
    for (let at = 0; at < code.length; at += 1) {
      if (code[at] === "-") continue;
      const other = code[at] === "A" ? "B" : "A";
      for (const wrong of [
        code.slice(0, at) + other + code.slice(at + 1),
        code.slice(0, at) + code.slice(at + 1),
      ]) {
        assert.ok(!links.isCode("one", wrong), wrong);
      }
    }
    for (const wrong of ["", code + code, `${code}A`, "A".repeat(10_000)])
      assert.ok(!links.isCode("one", wrong));
  });
});

it("a link that no browser could keep is refused", () => {
  const groups = Array.from({ length: 20 }, (_, number) => `${number}`.repeat(120));
  const made = makeLink(start().options, { ...CLAIMS, recipient: { name: "mary", groups } });
  assert.match(made.ok ? "" : made.error, /The link for mary would be too long/u);
});

it("a key that could be guessed stops the start", () => {
  assert.throws(() => start({ keys: fixedKeys(new Uint8Array(8)) }), /at least 32 random bytes/u);
});
