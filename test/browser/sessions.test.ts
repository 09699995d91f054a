// What becomes of sessions while people work, in a real browser: a group taken away, signing out everywhere, keys that change, and
// a cookie that somebody planted.
import assert from "node:assert/strict";
import { after, before, describe, it, type TestContext } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { fixedKeys, type SigningKeys } from "../../src/auth/signing-keys.ts";
import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import { APPROVAL_TASKS } from "../../src/objects/resources.ts";
import { ReplacedKeys } from "../kit/replaced-keys.ts";
import { ShiftedTime } from "../kit/shifted-time.ts";
import { type LoginWorld, startLoginWorld } from "../kit/start-login.ts";
import { ask } from "../kit/start-product.ts";
import { until } from "../kit/until.ts";
import { ALL_LOOKS, describeLook, launchChromium, type Look } from "./launch-chromium.ts";

const HOUR_MS = 60 * 60_000;
const PATH = "/approvals/default/release";
const SESSION = "countersign-session";

let browser: Browser;
before(async () => {
  browser = await launchChromium();
});
after(async () => {
  await browser.close();
});

interface Opened {
  readonly world: LoginWorld;
  readonly time: ShiftedTime;
  /** Of each replica. */
  readonly origins: readonly string[];
}

interface Starting {
  readonly keysOf?: (replica: number) => SigningKeys;
  /** Of the approval; three of the groups `security` and `managers` when absent. */
  readonly params?: Readonly<Record<string, unknown>>;
}

const QUORUM = { groups: ["security", "managers"], strategy: "QUORUM", approvalsRequired: "3" };

/** Two replicas, and an approval. */
async function start(t: TestContext, { keysOf, params = QUORUM }: Starting = {}): Promise<Opened> {
  const time = new ShiftedTime();
  const world = await startLoginWorld(t, { time, replicas: 2, ...(keysOf && { keysOf }) });
  await ask(world.cluster, "release", params);
  return { world, time, origins: world.replicas.map(({ baseUrl }) => baseUrl) };
}

/** A browser of its own, in which this person signs in at that replica. */
async function signIn(
  t: TestContext,
  origin: string,
  { person, look, context }: { person: string; look: Look; context?: BrowserContext },
): Promise<Page> {
  const window = context ?? (await browser.newContext(look));
  t.after(() => window.close());
  const page = await window.newPage();
  await page.goto(`${origin}/sign-in?next=${PATH}`);
  await page.getByRole("button", { name: new RegExp(`^${person}`, "u") }).click();
  const consent = page.getByRole("button", { name: "Yes, go on" });
  if (await consent.isVisible()) await consent.click();
  await page.waitForURL(`${origin}${PATH}`);
  return page;
}

async function readVotes({ cluster }: LoginWorld): Promise<readonly string[]> {
  const ref = { namespace: "default", name: "release" };
  const { status } = await cluster.api.get<ApprovalTask>(APPROVAL_TASKS, ref);
  return (status?.votes ?? []).map(({ by }) => by);
}

async function sessionOf(page: Page): Promise<string | undefined> {
  return (await page.context().cookies()).find(({ name }) => name === SESSION)?.value;
}

for (const look of ALL_LOOKS) {
  describe(describeLook(look), () => {
    it("who has left the group between page and vote is not asked any more, and keeps the comment", async (t) => {
      const { world, time, origins } = await start(t);
      const page = await signIn(t, origins[0] ?? "", { person: "peter", look });
      await page.getByLabel("Comment, optional").fill("What I wrote.");
      world.people.current = world.people.current.map((one) => ({ ...one, groups: ["interns"] }));
      time.setBy(HOUR_MS);
      await page.getByRole("button", { name: "Approve" }).click();
      await page.getByText("This one waits for others, not for you").waitFor();
      await page.getByText("What I wrote.").waitFor();
      assert.deepEqual(await readVotes(world), []);
    });

    it("four eyes are those of two who sign in, each at another replica", async (t) => {
      const { world, origins } = await start(t, { params: { groups: ["managers"], strategy: "FOUR_EYES" } });
      const mary = await signIn(t, origins[0] ?? "", { person: "mary", look });
      await approve(mary, "the first pair");
      await until("the other replica has seen it", async () => {
        await mary.goto(`${origins[1]}${PATH}`);
        return (await mary.getByText("the first pair").count()) > 0;
      });
      assert.equal(await mary.getByRole("button", { name: "Approve" }).count(), 0, "mary is one of them");
      const john = await signIn(t, origins[1] ?? "", { person: "john", look });
      await john.getByText("the first pair").first().waitFor();
      await approve(john, "the second pair");
      assert.deepEqual(await readVotes(world), ["mary", "john"]);
    });

    it("signing out everywhere ends the other browser's session on the other replica, and nobody else's", async (t) => {
      const { origins } = await start(t);
      const [one = "", other = ""] = origins;
      const here = await signIn(t, one, { person: "mary", look });
      const there = await signIn(t, other, { person: "mary", look });
      const john = await signIn(t, other, { person: "john", look });
      await here.goto(`${one}/me`);
      await here.getByRole("button", { name: "Sign out everywhere" }).click();
      await until("the other replica has seen it", async () => {
        await there.goto(`${other}/me`);
        return (await there.getByRole("heading", { name: "Nobody is signed in" }).count()) > 0;
      });
      await there.goto(`${one}${PATH}`);
      await there.getByRole("heading", { name: "Nobody is signed in" }).waitFor();
      await john.goto(`${other}/me`);
      await john.getByRole("heading", { name: "Who you are here" }).waitFor();
    });
  });
}

const [LOOK] = ALL_LOOKS;

it("keys that change on both replicas, one after the other, while people open pages void no session and no form", async (t) => {
  const [old, fresh] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const keys = new ReplacedKeys(old);
  const { world, origins } = await start(t, { keysOf: keys.of });
  const pages: Page[] = [];
  for (const [index, person] of ["mary", "john", "peter"].entries()) {
    pages.push(await signIn(t, origins[0] ?? "", { person, look: ALL_LOOKS[index] ?? LOOK }));
  }
  const [mary, john, peter] = pages;
  assert.ok(mary && john && peter);

  const load = startLoad(pages, origins);
  keys.current = [fixedKeys(fresh, old)];
  await load.untilMore();
  await approve(mary, "a form of before, on the replica that has the new key");
  keys.current = [fixedKeys(fresh, old), fixedKeys(fresh, old)];
  await load.untilMore();
  await john.goto(`${origins[1]}${PATH}`);
  keys.current = [fixedKeys(fresh), fixedKeys(fresh, old)];
  await load.untilMore();
  await approve(john, "a form of the replica that still has both");
  keys.current = [fixedKeys(fresh), fixedKeys(fresh)];
  await load.untilMore();
  await peter.reload();
  await approve(peter, "a session of before the change");
  assert.deepEqual(await load.stop(), [], "pages that were not somebody's own");
  assert.deepEqual((await readVotes(world)).toSorted(), ["john", "mary", "peter"]);
});

async function approve(page: Page, comment: string): Promise<void> {
  await page.getByLabel("Comment, optional").fill(comment);
  await page.getByRole("button", { name: "Approve" }).click();
  await page.getByRole("heading", { name: /Your vote is recorded/u }).waitFor();
}

interface Load {
  /** Resolves when everybody has opened a page on each replica since. */
  readonly untilMore: () => Promise<void>;
  /** What was wrong. */
  readonly stop: () => Promise<readonly string[]>;
}

/** Each browser opens pages without a pause, of one replica after the other, with its own cookies. */
function startLoad(pages: readonly Page[], origins: readonly string[]): Load {
  const faults: string[] = [];
  const opened = pages.map(() => 0);
  const end = new AbortController();
  const loops = pages.map(async (page, index) => {
    while (!end.signal.aborted) {
      for (const origin of origins) {
        const answer = await page.context().request.get(`${origin}/me`);
        if (!(await answer.text()).includes("Who you are here")) faults.push(`${origin}: ${answer.status()}`);
      }
      opened[index] = (opened[index] ?? 0) + 1;
    }
  });
  return {
    untilMore: async () => {
      const before = [...opened];
      // The round that is under way may have begun before.
      await until("everybody has opened more", () =>
        opened.every((count, at) => count > (before[at] ?? 0) + 1),
      );
    },
    stop: async () => {
      end.abort();
      await Promise.all(loops);
      return faults;
    },
  };
}

it("a cookie that was planted before the login is nobody's key to the session that begins", async (t) => {
  const { origins } = await start(t);
  const [origin = ""] = origins;
  const eve = await signIn(t, origin, { person: "eve", look: LOOK });
  const planted = (await sessionOf(eve)) ?? "";
  assert.notEqual(planted, "");

  const victim = await browser.newContext(LOOK);
  await victim.addCookies([{ name: SESSION, value: planted, url: origin }]);
  const mary = await signIn(t, origin, { person: "mary", look: LOOK, context: victim });
  assert.notEqual(await sessionOf(mary), planted);
  await mary.goto(`${origin}/me`);
  await mary.getByText("mary@demo.example").waitFor();

  for (const cookie of [planted, `${planted}x`, "", "planted"]) {
    const attacker = await browser.newContext(LOOK);
    t.after(() => attacker.close());
    await attacker.addCookies([{ name: SESSION, value: cookie, url: origin }]);
    const page = await attacker.newPage();
    await page.goto(`${origin}/me`);
    assert.equal(await page.getByText("mary").count(), 0, cookie);
  }
});
