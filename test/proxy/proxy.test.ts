// Mode `proxy` behind the real oauth2-proxy, alone and asked by the real nginx: who signs in is known, and what they add to
// their requests makes nobody somebody else.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { toIssuer } from "../../src/auth/account-names.ts";
import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import { APPROVAL_TASKS } from "../../src/objects/resources.ts";
import { ShiftedTime } from "../kit/shifted-time.ts";
import { ask } from "../kit/start-product.ts";
import { readHiddenFields } from "../kit/web/test-browser.ts";
import { type HeaderPairs, Person } from "./person.ts";
import { AUTH_REQUEST, FORWARDED, type Setup, SETUPS, startSetup } from "./setups.ts";

const ATTACKER = "mallory";
const ADMINS = "admins";
const NAMES = [
  ...Object.values(FORWARDED),
  ...Object.values(AUTH_REQUEST),
  "X-Forwarded-Preferred-Username",
  "X-Auth-Request-Preferred-Username",
];
const PAST_THE_TOKEN_MS = 66 * 60_000;

/** What somebody outside may send along: each header that is read anywhere, in every spelling that one of the parts may take for it. */
function additions(): readonly HeaderPairs[] {
  const spellings = NAMES.flatMap((name) => [
    name,
    name.toLowerCase(),
    name.replaceAll("-", "_"),
    name.replace("-", "_"),
  ]);
  const alone = spellings.map(
    (name) => [[name, name.toLowerCase().includes("groups") ? ADMINS : ATTACKER]] as const,
  );
  const proofs = ["X-Proxy-Secret", "X_Proxy_Secret"].map((name) => [[name, "s".repeat(44)]] as const);
  const tokens = ["Bearer a.b.c", "Basic bWFsbG9yeTp4"].map((value) => [["Authorization", value]] as const);
  const dropped = [...NAMES, "X-Proxy-Secret", "Authorization"].map(
    (name) => [["Connection", `close, ${name}`]] as const,
  );
  const whole = [FORWARDED, AUTH_REQUEST].map(({ name, email, groups }) => [
    [name, ATTACKER] as const,
    [email, "mallory@example.com"] as const,
    [groups, ADMINS] as const,
  ]);
  const twice = NAMES.map((name) => [[name, ATTACKER] as const, [name, ADMINS] as const]);
  return [...alone, ...proofs, ...tokens, ...dropped, ...whole, ...twice];
}

async function testSetup(t: Parameters<typeof startSetup>[0], setup: Setup): Promise<void> {
  const { product, url, issuer } = await startSetup(t, setup);
  await ask(product, "for-people", { strategy: "MULTI", approvers: ["mary", "peter"] });
  await ask(product, "for-admins", { groups: [ADMINS] });
  await ask(product, "for-mallory", { approvers: [ATTACKER] });
  const answered = { asThemselves: 0, refused: 0 };
  for (const person of ["mary", "peter"].map((name) => new Person(name))) {
    await vote(person, url);
    const { asThemselves, refused } = await attack(person, url);
    answered.asThemselves += asThemselves;
    answered.refused += refused;
  }
  t.diagnostic(
    `${answered.asThemselves} requests answered as whom they are from, ${answered.refused} refused`,
  );
  const task = await product.api.get<ApprovalTask>(APPROVAL_TASKS, {
    namespace: "default",
    name: "for-people",
  });
  const votes = task.status?.votes ?? [];
  assert.deepEqual(
    votes.map(({ by, issuer: voucher }) => ({ by, voucher })),
    ["mary", "peter"].map((by) => ({
      by,
      voucher: setup.vouchedBy === "proxy" ? "proxy" : toIssuer(issuer),
    })),
  );
}

/** Signs in on the way, as people do. */
async function vote(person: Person, url: string): Promise<void> {
  const path = "/approvals/default/for-people";
  const { status, page } = await person.open(`${url}${path}`);
  assert.equal(status, 200, page);
  assert.match(page, new RegExp(`<bdi>${person.name}</bdi>`, "u"));
  const body = new URLSearchParams({
    ...readHiddenFields(page, `${path}/votes`),
    decision: "approve",
  }).toString();
  const headers = [
    ["Content-Type", "application/x-www-form-urlencoded"],
    ["Origin", url],
  ] as const;
  const answer = await person.open(`${url}${path}/votes`, { method: "POST", headers, body });
  assert.equal(answer.status, 200, answer.page);
}

/** Whatever is added: the answer is for the person themselves, or it is a refusal. */
async function attack(person: Person, url: string) {
  const answered = { asThemselves: 0, refused: 0 };
  for (const headers of additions()) {
    for (const approval of ["for-admins", "for-mallory"]) {
      const { status, page } = await person.open(`${url}/approvals/default/${approval}`, { headers });
      const what = `${person.name} with ${JSON.stringify(headers)}: ${status}`;
      assert.doesNotMatch(page, /<form class="vote"|data-says="You are mallory/u, what);
      const isThem = status === 200 && page.includes(`data-says="You are ${person.name}."`);
      assert.ok(isThem || (status >= 400 && status < 500), what);
      answered[isThem ? "asThemselves" : "refused"] += 1;
    }
  }
  return answered;
}

describe("mode proxy", () => {
  for (const setup of SETUPS) test(setup.name, (t) => testSetup(t, setup));

  test("an ID token that has ended is 401, with what to do", async (t) => {
    const time = new ShiftedTime();
    const setup = SETUPS.find(({ vouchedBy }) => vouchedBy === "provider");
    assert.ok(setup);
    const { product, url } = await startSetup(t, setup, time);
    await ask(product, "late", { approvers: ["mary"] });
    const mary = new Person("mary");
    assert.equal((await mary.open(`${url}/approvals/default/late`)).status, 200);
    time.setBy(PAST_THE_TOKEN_MS);
    const { status, page } = await mary.open(`${url}/approvals/default/late`);
    assert.equal(status, 401);
    assert.match(page, /The ID token has expired, at .* sign in again at the proxy\. .* cookie-refresh/u);
  });
});
