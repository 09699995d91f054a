import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { makeAuthenticationRequest } from "../../../test/kit/make-authentication-request.ts";
import type { KubeApi } from "../../kube/kube-api.ts";
import { KubeError, KubeUnavailableError } from "../../kube/kube-error.ts";
import { silentLogger } from "../../std/logger.ts";
import type { ApiAuthenticator } from "../authenticator.ts";
import { combineModes } from "../combine-modes.ts";
import { createKubernetesMode } from "./kubernetes.ts";

const USER = { username: "system:serviceaccount:ci:robot", uid: "u-1", groups: ["a", "b", "a"] };
const GOOD = { authenticated: true, user: USER, audiences: ["countersign"] };

interface Asked {
  readonly spec: { readonly token: string; readonly audiences: readonly string[] };
}

/** An authenticator before an API server that answers so; what it was asked is kept. */
function start(answer: (token: string) => unknown) {
  const asked: Asked[] = [];
  const create = async (_resource: unknown, review: Asked): Promise<unknown> => {
    asked.push(review);
    return { ...review, status: await answer(review.spec.token) };
  };
  const clock = { nowMs: 0, now: () => clock.nowMs };
  const errors: string[] = [];
  const mode = createKubernetesMode({
    api: { create } as unknown as KubeApi,
    audiences: ["countersign"],
    clock,
    logger: { ...silentLogger, error: (_fields, message) => void errors.push(message) },
  });
  const { api, pages } = combineModes([mode]);
  return { api, pages, asked, clock, errors };
}

function authenticate(api: ApiAuthenticator, authorization?: string, cookie = "") {
  const shown = authorization === undefined ? [] : [["authorization", authorization] as const];
  return api.authenticate(makeAuthenticationRequest("/?user=mary", [["cookie", cookie], ...shown]));
}

async function refusalOf(status: unknown, authorization = "Bearer t"): Promise<string> {
  const { api } = start(() => status);
  const answer = await authenticate(api, authorization);
  return answer.ok ? "" : `${answer.error.kind}: ${answer.error.message}`;
}

describe("the mode kubernetes", () => {
  it("takes a program for whom the API server names, with the account's UID for the subject", async () => {
    const { api, asked } = start(() => GOOD);
    const principal = { issuer: "kubernetes", subject: "u-1", name: USER.username, groups: ["a", "b"] };
    assert.deepEqual(await authenticate(api, "Bearer to.k-e_n=="), { ok: true, value: principal });
    assert.deepEqual(asked[0]?.spec, { token: "to.k-e_n==", audiences: ["countersign"] });
  });

  it("takes the name for the subject where there is no UID, and a digest of what is too long", async () => {
    for (const [username, subject] of [
      ["ann", /^ann$/u],
      ["Tomasz Wójcik", /^[0-9a-f]{64}$/u],
      ["x".repeat(65), /^[0-9a-f]{64}$/u],
    ] as const) {
      const { api } = start(() => ({ ...GOOD, user: { username } }));
      const answer = await authenticate(api, "Bearer t");
      assert.ok(answer.ok && answer.value);
      assert.equal(answer.value.name, username);
      assert.match(answer.value.subject, subject);
    }
  });

  it("asks once for a token within a minute, however many come at once", async () => {
    const { api, asked, clock } = start(() => GOOD);
    await Promise.all([
      authenticate(api, "Bearer t"),
      authenticate(api, "bearer  t"),
      authenticate(api, "Bearer t"),
    ]);
    clock.nowMs = 59_999;
    await authenticate(api, "Bearer t");
    assert.equal(asked.length, 1);
    clock.nowMs = 60_000;
    await authenticate(api, "Bearer t");
    assert.equal(asked.length, 2);
  });

  it("asks about nothing new when it may not, and goes on with tokens that it knows", async () => {
    const { api, asked } = start(() => GOOD);
    const authenticateUnasked = (token: string): ReturnType<typeof authenticate> =>
      api.authenticate({
        ...makeAuthenticationRequest("/", [["authorization", `Bearer ${token}`]]),
        mayAsk: () => false,
      });
    assert.equal((await authenticate(api, "Bearer known")).ok, true);
    assert.equal((await authenticateUnasked("known")).ok, true);
    const answer = await authenticateUnasked("new");
    assert.equal(answer.ok ? "" : answer.error.kind, "unasked");
    assert.equal(asked.length, 1);
  });

  it("does not keep a refusal: a right that is given holds at once", async () => {
    let isGood = false;
    const { api, asked } = start(() => (isGood ? GOOD : { authenticated: false }));
    assert.equal((await authenticate(api, "Bearer t")).ok, false);
    isGood = true;
    assert.equal((await authenticate(api, "Bearer t")).ok, true);
    assert.equal(asked.length, 2);
  });

  it("takes a request without the header for nobody's, whatever query and cookie say", async () => {
    const { api, asked } = start(() => GOOD);
    assert.deepEqual(await authenticate(api, undefined, "countersign=x.y"), { ok: true, value: undefined });
    assert.equal(asked.length, 0);
  });

  it("never takes who shows something for nobody", async () => {
    for (const header of [
      "",
      "Bearer",
      "Bearer ",
      "Basic dTpw",
      "Bearer a, Bearer b",
      "Bearer a b",
      "t",
      "Bearer ä",
    ]) {
      assert.match(
        await refusalOf(GOOD, header),
        /^unproven: The Authorization header is not one bearer/u,
        header,
      );
    }
  });

  it("refuses what the API server does not vouch for, or not for us, and says how to make one", async () => {
    for (const status of [
      undefined,
      {},
      { authenticated: false, user: USER, audiences: ["countersign"] },
      { ...GOOD, authenticated: "true" },
      { ...GOOD, audiences: ["https://kubernetes.default.svc"] },
      { ...GOOD, audiences: undefined },
      { ...GOOD, user: undefined },
      { ...GOOD, user: { username: "" } },
    ]) {
      const said = await refusalOf(status);
      assert.match(said, /^unproven: The bearer token has expired, or is not for countersign\. Nothing was/u);
      assert.match(said, /kubectl create token SERVICEACCOUNT --audience=countersign$/u);
    }
  });

  it("refuses a name that nobody could have", async () => {
    assert.match(
      await refusalOf({ ...GOOD, user: { username: "a\u0000b" } }),
      /^unproven: The user has control/u,
    );
    const groups = Array.from({ length: 101 }, (_, index) => `g${index}`);
    assert.match(await refusalOf({ ...GOOD, user: { ...USER, groups } }), /^unproven: There are 101 groups/u);
  });

  it("knows nobody where it could not ask, and says in the log what right may be missing", async () => {
    const forbidden = new KubeError({ code: 403, reason: "Forbidden", message: "tokenreviews" });
    for (const [error, said, logged] of [
      [
        new KubeUnavailableError("away"),
        /^The cluster's API server does not answer\. So it is not known/u,
        0,
      ],
      [
        new KubeError({ code: 503, reason: "", message: "" }),
        /^The cluster's API server does not answer/u,
        0,
      ],
      [forbidden, /^The cluster's API server refuses to check it/u, 1],
    ] as const) {
      const { api, errors } = start(() => Promise.reject(error));
      const answer = await authenticate(api, "Bearer t");
      assert.ok(!answer.ok);
      assert.equal(answer.error.kind, "unchecked");
      assert.match(answer.error.message, said);
      assert.equal(errors.filter((message) => message.includes("deploy/token-review")).length, logged);
    }
  });

  it("asks about no more than a few tokens at once, whoever sends how many guesses", async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const { api, asked } = start(() => held.then(() => ({ authenticated: false })));
    const answers = Array.from({ length: 40 }, (_, index) => authenticate(api, `Bearer guess${index}`));
    release();
    const kinds = (await Promise.all(answers)).map((answer) => (answer.ok ? "ok" : answer.error.kind));
    assert.equal(asked.length, 16);
    assert.equal(kinds.filter((kind) => kind === "unchecked").length, 24);
    const later = await authenticate(api, "Bearer another");
    assert.equal(later.ok ? "" : later.error.kind, "unproven", "there is room again");
  });

  it("knows nobody on pages, and gives no browser a session", async () => {
    const { pages } = start(() => GOOD);
    const request = makeAuthenticationRequest("/?user=mary", [["authorization", "Bearer t"]]);
    const answer = await pages.authenticate(request);
    assert.deepEqual(answer, { ok: true, value: { id: "nobody" } });
  });

  it("is never begun without an audience: every pod has a token for none", () => {
    const parts = { api: {} as KubeApi, clock: { now: () => 0 }, logger: silentLogger };
    assert.throws(() => createKubernetesMode({ ...parts, audiences: [] }), /needs an audience/u);
  });
});
