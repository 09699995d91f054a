// Signing in at a provider, staying signed in, and signing out: on the whole product, without a browser.
import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";

import { fixedKeys } from "../../src/auth/signing-keys.ts";
import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import { APPROVAL_TASKS } from "../../src/objects/resources.ts";
import { ReplacedKeys } from "../kit/replaced-keys.ts";
import { type LoginWorld, startLoginWorld } from "../kit/start-login.ts";
import { ShiftedTime } from "../kit/shifted-time.ts";
import { ask } from "../kit/start-product.ts";
import { until } from "../kit/until.ts";
import { type VisitedPage, Visitor } from "../kit/web/visitor.ts";

const HOUR_MS = 60 * 60_000;
const isCallback = ({ pathname }: URL): boolean => pathname.endsWith("/callback");
/** Of the demo's people. */
const MARY = "100";
const JOHN = "101";
const EVE = "103";

interface Opened {
  readonly world: LoginWorld;
  readonly origin: string;
  readonly visitor: Visitor;
  readonly time: ShiftedTime;
  /** Of an approval that asks mary and the group security. */
  readonly url: string;
  readonly votes: () => Promise<readonly { readonly by: string; readonly comment?: string }[]>;
}

async function start(t: TestContext, options: Parameters<typeof startLoginWorld>[1] = {}): Promise<Opened> {
  const time = new ShiftedTime();
  const world = await startLoginWorld(t, { time, ...options });
  const origin = world.replicas[0]?.baseUrl ?? "";
  await ask(world.cluster, "release", { groups: ["security"], strategy: "QUORUM", approvalsRequired: "2" });
  const votes = async () => {
    const ref = { namespace: "default", name: "release" };
    return (await world.cluster.api.get<ApprovalTask>(APPROVAL_TASKS, ref)).status?.votes ?? [];
  };
  return { world, origin, visitor: new Visitor(), time, url: `${origin}/approvals/default/release`, votes };
}

async function signIn({ visitor, url, origin }: Opened, person = MARY): Promise<VisitedPage> {
  const page = await visitor.open(`${origin}/sign-in?next=${new URL(url).pathname}`);
  // Whom the provider knows already it does not ask.
  return page.url.origin === origin ? page : await visitor.signInAs(page, person);
}

async function vote({ visitor, url }: Opened, page: VisitedPage, comment = ""): Promise<VisitedPage> {
  return await visitor.submit(page, `${new URL(url).pathname}/votes`, { decision: "approve", comment });
}

describe("a login", () => {
  it("leads to where one wanted to be, and the vote has on record who vouched for the voter", async (t) => {
    const opened = await start(t);
    const page = await signIn(opened);
    assert.equal(page.url.href, opened.url);
    const receipt = await vote(opened, page);
    assert.equal(receipt.url.href, `${opened.url}/receipt`);
    const [cast] = await opened.votes();
    const issuer = opened.world.providers[0]?.issuer;
    assert.deepEqual(cast && { by: cast.by, ...pick(cast) }, { by: "mary", issuer, subject: MARY });
  });

  it("is none for whoever comes back without having left: another browser, another time, another provider", async (t) => {
    const opened = await start(t, { titles: ["Company", "Partners"] });
    const { visitor, origin } = opened;
    const there = await visitor.open(`${origin}/sign-in/provider-1?next=/me`);
    const { url: callback } = await visitor.signInAs(there, MARY, isCallback);
    const stranger = await new Visitor().open(callback);
    assert.equal(stranger.status, 400);
    assert.match(stranger.text, /was not begun in this browser/u);
    const elsewhere = await visitor.open(String(callback).replace("provider-1", "provider-2"));
    assert.equal(elsewhere.status, 400);
    assert.equal((await visitor.open(callback)).url.pathname, "/me", "the one who left is signed in");
    assert.equal((await visitor.open(callback)).url.pathname, "/", "and not a second time");
  });

  it("is none when the provider says no, and the page says so", async (t) => {
    const opened = await start(t);
    const there = await opened.visitor.open(`${opened.origin}/sign-in/provider-1?next=/me`);
    const page = await opened.visitor.submit(there, there.url.pathname, { cancel: "yes" });
    assert.equal(page.status, 403);
    assert.match(page.text, /did not let you in here/u);
    assert.match(page.text, /href="\/sign-in\/provider-1\?next=%2Fme">Try again/u);
    assert.equal(opened.visitor.cookie("localhost", "countersign-session"), undefined);
  });

  it("shows as whom one is known, by which means, in which groups", async (t) => {
    const opened = await start(t);
    await signIn(opened);
    const { text } = await opened.visitor.open(`${opened.origin}/me`);
    for (const said of [
      /<bdi>mary<\/bdi>/u,
      /mary@demo\.example/u,
      /signed in with <bdi>Company login/u,
      />security</u,
    ]) {
      assert.match(text, said);
    }
    assert.doesNotMatch(text, /class="banner"/u);
  });
});

describe("a browser in which somebody has planted a session", () => {
  it("is signed in under another one after the login, and the planted one is whose it was", async (t) => {
    const opened = await start(t);
    const eve = { ...opened, visitor: new Visitor() };
    await signIn(eve, EVE);
    const planted = eve.visitor.cookie("localhost", "countersign-session") ?? "";
    for (const value of [planted, "e30.e30", "nobody"]) {
      const victim = { ...opened, visitor: new Visitor() };
      victim.visitor.plant("localhost", "countersign-session", value);
      await signIn(victim);
      assert.notEqual(victim.visitor.cookie("localhost", "countersign-session"), value);
      assert.match((await victim.visitor.open(`${opened.origin}/me`)).text, /<bdi>mary<\/bdi>/u);
    }
    const attacker = new Visitor();
    attacker.plant("localhost", "countersign-session", planted);
    const { text } = await attacker.open(`${opened.origin}/me`);
    assert.match(text, /<bdi>eve<\/bdi>/u);
    assert.doesNotMatch(text, /mary/u);
  });
});

describe("somebody with more groups than a cookie holds", () => {
  const many = Array.from({ length: 150 }, (_, index) => `team-${index}-of-the-northlight-release-managers`);

  it("keeps those that approvals ask, is told how many are not kept, and votes", async (t) => {
    const opened = await start(t);
    opened.world.people.current = opened.world.people.current.map((one) => ({
      ...one,
      groups: [...many, "security"],
    }));
    const page = await signIn(opened);
    assert.match((await opened.visitor.open(`${opened.origin}/me`)).text, /150 more are not kept/u);
    assert.equal((await vote(opened, page)).url.href, `${opened.url}/receipt`);
  });

  it("is told what to do where approvals ask too many of them", async (t) => {
    const opened = await start(t);
    const asked = many.slice(0, 90);
    await ask(opened.world.cluster, "everybody", { groups: asked });
    opened.world.people.current = opened.world.people.current.map((one) => ({ ...one, groups: asked }));
    const page = await signIn(opened);
    assert.equal(page.status, 403);
    assert.match(page.text, /names 90 groups of yours, and too many of them are asked/u);
  });
});

describe("several providers", () => {
  it("are there to choose from, and each knows its own people", async (t) => {
    const opened = await start(t, { titles: ["Company", "Partners"] });
    const { visitor, origin } = opened;
    const choice = await visitor.open(`${origin}/sign-in?next=/me`);
    assert.equal(choice.url.pathname, "/sign-in");
    for (const title of ["Company", "Partners"])
      assert.match(choice.text, new RegExp(`<bdi>${title}</bdi>`, "u"));
    const page = await visitor.signInAs(await visitor.open(`${origin}/sign-in/provider-2?next=/me`), EVE);
    assert.match(page.text, /signed in with <bdi>Partners/u);
    assert.match(page.text, new RegExp(`of <bdi>${opened.world.providers[1]?.issuer}`, "u"));
  });
});

describe("a provider that is away", () => {
  it("gives a page that says so, and who is signed in goes on", async (t) => {
    const opened = await start(t);
    const { visitor, origin, world } = opened;
    const page = await signIn(opened);
    await world.providers[0]?.stop();
    assert.equal((await visitor.open(opened.url)).status, 200);
    assert.equal((await vote(opened, page)).url.href, `${opened.url}/receipt`);
    const other = await new Visitor().open(`${origin}/sign-in?next=/me`).catch(() => undefined);
    // What is known of the provider leads there, and nobody is there.
    assert.equal(other, undefined);
  });

  it("does not keep the server from starting, and is found once it is there", async (t) => {
    const opened = await start(t, { titles: ["Away"], awayAtFirst: true });
    const { visitor, origin, world } = opened;
    const page = await visitor.open(`${origin}/sign-in?next=/me`);
    assert.equal(page.status, 503);
    assert.match(page.text, /Away does not answer, so nobody can sign in with it at this moment/u);
    await world.bring();
    const there = await visitor.open(`${origin}/sign-in?next=/me`);
    assert.equal((await visitor.signInAs(there, MARY)).url.pathname, "/me");
  });
});

describe("a session", () => {
  for (const [limit, passMs, why] of [
    ["idle", 8 * HOUR_MS, /since you had not been here for 8 hours/u],
    ["absolute", 24 * HOUR_MS, /ended 24 hours after you had signed in/u],
  ] as const) {
    it(`ends by its ${limit} limit, also while somebody types; what was typed is kept for after the next login`, async (t) => {
      const opened = await start(t, { titles: ["Company", "Partners"] });
      const { visitor, time, origin } = opened;
      const page = await visitor.signInAs(
        await visitor.open(`${origin}/sign-in/provider-1?next=${new URL(opened.url).pathname}`),
        MARY,
      );
      const step = limit === "idle" ? passMs : 6 * HOUR_MS;
      for (let passed = 0; passed < passMs; passed += step) {
        await visitor.open(opened.url);
        time.setBy(step);
      }
      const held = await vote(opened, page, "Release notes read.");
      assert.equal(held.status, 403);
      assert.match(held.text, why);
      assert.match(held.text, /Your vote was not recorded\. What you wrote is kept/u);
      assert.deepEqual(await opened.votes(), []);
      const again = await visitor.open(`${origin}/sign-in/provider-1?next=${new URL(opened.url).pathname}`);
      assert.match(again.text, /You are signed in; your vote is not recorded yet/u);
      assert.match(again.text, />\nRelease notes read\.<\/textarea>/u);
      await vote(opened, again, "Release notes read.");
      assert.equal((await opened.votes()).length, 1);
    });
  }

  it("does not last longer by a page that is only left open", async (t) => {
    const opened = await start(t);
    await signIn(opened);
    for (let hour = 0; hour < 8; hour += 1) {
      const headers = { "Sec-Fetch-Mode": "cors" };
      assert.equal((await opened.visitor.request(opened.url, { headers })).status, 200);
      opened.time.setBy(HOUR_MS);
    }
    assert.match((await opened.visitor.open(opened.url)).text, /Nobody is signed in/u);
  });
});

describe("a vote that comes later than the provider's word is good for", () => {
  it("goes through the provider without a word, keeps the comment, and is given then", async (t) => {
    const opened = await start(t);
    const page = await signIn(opened);
    opened.time.setBy(HOUR_MS);
    const before = opened.visitor.cookie("localhost", "countersign-session");
    const back = await vote(opened, page, "Go.\nNow.");
    assert.equal(back.url.href, opened.url);
    assert.match(back.text, /your vote is not recorded yet.*Your comment is in the form/su);
    assert.match(back.text, />\nGo\.\nNow\.<\/textarea>/u);
    assert.notEqual(opened.visitor.cookie("localhost", "countersign-session"), before);
    assert.deepEqual(await opened.votes(), []);
    assert.equal((await vote(opened, back, "Go.\nNow.")).url.href, `${opened.url}/receipt`);
    assert.equal((await opened.votes())[0]?.comment, "Go.\nNow.");
    assert.equal(
      opened.visitor.cookie("localhost", "countersign-draft-0"),
      undefined,
      "the draft has done its work",
    );
  });

  it("is refused to who has left the group meanwhile, and gives back what was typed", async (t) => {
    const opened = await start(t);
    const page = await signIn(opened);
    opened.world.people.current = opened.world.people.current.map((one) => ({
      ...one,
      groups: ["managers"],
    }));
    opened.time.setBy(HOUR_MS);
    const back = await vote(opened, page, "Go.");
    assert.match(back.text, /This one waits for others, not for you/u);
    assert.match(back.text, /What you wrote.*Go\./su);
    assert.equal(
      (await opened.visitor.request(`${opened.url}/votes`, { method: "POST" })).status >= 400,
      true,
    );
    assert.deepEqual(await opened.votes(), []);
  });

  it("is not given by somebody else who is signed in at the provider now", async (t) => {
    const opened = await start(t);
    const page = await signIn(opened);
    const john = { ...opened, visitor: new Visitor() };
    await signIn(john, JOHN);
    opened.visitor.takeCookies("127.0.0.1", john.visitor);
    opened.time.setBy(HOUR_MS);
    const back = await vote(opened, page, "Mine.");
    assert.match(back.text, /This is somebody else’s account/u);
    assert.match(
      back.text,
      /You were <b><bdi>mary<\/bdi><\/b> here, and the provider says that you are <b><bdi>john</u,
    );
    const approval = await opened.visitor.open(opened.url);
    assert.doesNotMatch(approval.text, /Mine\./u, "what mary typed is mary's");
    assert.deepEqual(await opened.votes(), []);
  });

  it("waits while the provider is away, and the page says so", async (t) => {
    const opened = await start(t);
    const page = await signIn(opened);
    opened.time.setBy(2 * HOUR_MS);
    await opened.world.providers[0]?.stop();
    const held = await vote(opened, page, "Go.").catch(() => undefined);
    assert.ok(held === undefined || held.status === 503);
    assert.deepEqual(await opened.votes(), []);
  });

  it("makes no session longer", async (t) => {
    const opened = await start(t);
    const page = await signIn(opened);
    opened.time.setBy(6 * HOUR_MS);
    await vote(opened, page);
    for (let passed = 6; passed < 24; passed += 6) {
      await opened.visitor.open(opened.url);
      opened.time.setBy(6 * HOUR_MS);
    }
    assert.match((await opened.visitor.open(opened.url)).text, /Nobody is signed in/u);
  });
});

describe("keys that are changed while people work, on two replicas one after the other", () => {
  it("void no session and no form", async (t) => {
    const [old, fresh] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const keys = new ReplacedKeys(old);
    const opened = await start(t, { replicas: 2, keysOf: keys.of });
    const replicas = opened.world.replicas.map(({ baseUrl }) => baseUrl);
    const people = await Promise.all(
      [MARY, JOHN, EVE].map(async (person) => {
        const one = { ...opened, visitor: new Visitor() };
        await signIn(one, person);
        return one.visitor;
      }),
    );
    const page = await people[0]?.open(opened.url);
    assert.ok(page);
    for (const turn of [
      [fixedKeys(fresh, old), fixedKeys(old)],
      [fixedKeys(fresh, old), fixedKeys(fresh, old)],
      [fixedKeys(fresh), fixedKeys(fresh, old)],
      [fixedKeys(fresh), fixedKeys(fresh)],
    ]) {
      keys.current = turn;
      for (const replica of [...replicas, ...replicas]) {
        const pages = await Promise.all(people.map((visitor) => visitor.open(`${replica}/me`)));
        for (const { text } of pages) assert.match(text, /Who you are here/u);
      }
      if (turn[0] !== undefined && turn[0].signing.length > 1) continue;
      const again = await people[0]?.open(opened.url);
      assert.ok(again);
      if ((await opened.votes()).length === 0) {
        const receipt = await people[0]?.submit(again, `${new URL(opened.url).pathname}/votes`, {
          decision: "approve",
          comment: "",
        });
        assert.equal(receipt?.url.pathname, `${new URL(opened.url).pathname}/receipt`);
      }
    }
  });
});

describe("signing out", () => {
  it("ends the session here, and at the provider", async (t) => {
    const opened = await start(t);
    const { visitor, origin } = opened;
    await signIn(opened);
    const leaving = await visitor.submit(await visitor.open(`${origin}/me`), "/sign-out");
    assert.match(leaving.text, /Do you want to end your session here as well/u);
    assert.equal(visitor.cookie("localhost", "countersign-session"), undefined);
    const form = /action="([^"]+)"/u.exec(leaving.text)?.[1] ?? "";
    const fields = Object.fromEntries(
      [...leaving.text.matchAll(/name="(xsrf)" value="([^"]*)"/gu)].map(([, name = "", value = ""]) => [
        name,
        value,
      ]),
    );
    const out = await visitor.submit(leaving, form, { ...fields, logout: "yes" });
    assert.equal(out.url.href, `${origin}/signed-out`);
    const again = await visitor.open(`${origin}/sign-in`);
    assert.match(again.text, /Sign in as one of the sample people/u, "the provider asks anew");
  });

  it("is nothing that another site can do, nor a link", async (t) => {
    const opened = await start(t);
    const { visitor, origin } = opened;
    await signIn(opened);
    for (const path of ["/sign-out", "/sign-out-everywhere"]) {
      assert.equal((await visitor.request(`${origin}${path}`)).status, 405);
      const headers = { "Content-Type": "application/x-www-form-urlencoded", Origin: "http://evil.example" };
      assert.equal(
        (await visitor.request(`${origin}${path}`, { method: "POST", headers, body: "" })).status,
        403,
      );
      const own = { ...headers, Origin: origin };
      assert.equal(
        (await visitor.request(`${origin}${path}`, { method: "POST", headers: own, body: "" })).status,
        403,
      );
    }
    assert.match((await visitor.open(`${origin}/me`)).text, /<bdi>mary</u);
  });

  it("everywhere is seen by every replica, and ends no session that begins after it", async (t) => {
    const opened = await start(t, { replicas: 2 });
    const [one, other] = opened.world.replicas.map(({ baseUrl }) => baseUrl);
    await signIn(opened);
    const elsewhere = { ...opened, visitor: new Visitor() };
    await signIn(elsewhere);
    const eve = { ...opened, visitor: new Visitor() };
    await signIn(eve, EVE);
    assert.match((await elsewhere.visitor.open(`${other}/me`)).text, /<bdi>mary</u);
    await opened.visitor.submit(await opened.visitor.open(`${one}/me`), "/sign-out-everywhere");
    for (const replica of [one, other]) {
      await until(
        "it is seen",
        async () => !(await elsewhere.visitor.open(`${replica}/me`)).text.includes("<bdi>mary<"),
      );
      const { text } = await elsewhere.visitor.open(`${replica}/me`);
      assert.match(text, /Nobody is signed in/u);
      assert.match((await eve.visitor.open(`${replica}/me`)).text, /<bdi>eve</u, "others stay");
    }
    opened.time.setBy(1_000);
    assert.match((await signIn(elsewhere)).text, /<bdi>mary</u);
    assert.match((await elsewhere.visitor.open(`${other}/me`)).text, /<bdi>mary</u);
  });
});

function pick(vote: object): { readonly issuer: unknown; readonly subject: unknown } {
  const { issuer, subject } = vote as { readonly issuer?: unknown; readonly subject?: unknown };
  return { issuer, subject };
}
