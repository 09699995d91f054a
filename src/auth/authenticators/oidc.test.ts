import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { makeAuthenticationRequest } from "../../../test/kit/make-authentication-request.ts";
import { createBoundedFetch } from "../../net/bounded-fetch.ts";
import { systemClock } from "../../std/clock.ts";
import { silentLogger } from "../../std/logger.ts";
import { createLoginSessions } from "../oidc/login-sessions.ts";
import type { Principal } from "../principal.ts";
import { fixedKeys } from "../signing-keys.ts";
import { createOidcMode, type OidcModeOptions } from "./oidc.ts";

const ISSUER = "https://id.example.com";
const MARY: Principal = { issuer: ISSUER, subject: "1", name: "mary", groups: ["dba"] };
const HOUR_MS = 60 * 60_000;

const COMPANY = {
  id: "company",
  title: "Company",
  issuer: ISSUER,
  clientId: "countersign",
  cliClientId: undefined,
  scopes: ["openid"],
  claims: { name: "preferred_username", email: "email", groups: "groups" },
  secret: undefined,
};

const OPTIONS: Omit<OidcModeOptions, "providers"> = {
  keys: fixedKeys(new Uint8Array(32).fill(1)),
  baseUrl: new URL("https://approvals.example.com"),
  clock: systemClock,
  limits: { idleMs: HOUR_MS, absoluteMs: HOUR_MS, freshMs: HOUR_MS },
  signOuts: { isSignedOut: () => false, signOut: async () => ({ ok: true, value: undefined }) },
  neededGroups: () => new Set(),
  fetch: createBoundedFetch(),
  logger: silentLogger,
};

/** Whose a session is that somebody began at the company's login, where the settings name these providers since. */
async function whoIsSignedIn(providers: OidcModeOptions["providers"]): Promise<string | undefined> {
  const now = systemClock.now();
  const began = { provider: "company", principal: MARY, leftOut: 0, signedInMs: now, saidMs: now };
  const [cookie = ""] = ((await createLoginSessions(OPTIONS).begin(began)) ?? "").split(";");
  const answer = await createOidcMode({ ...OPTIONS, providers }).pages?.authenticate(
    makeAuthenticationRequest("/", [["Cookie", cookie]]),
  );
  assert.ok(answer?.ok);
  return answer.value.principal?.name;
}

describe("mode oidc", () => {
  it("knows whoever signed in at a provider that the settings still name", async () => {
    assert.equal(await whoIsSignedIn([COMPANY]), "mary");
    assert.equal(
      await whoIsSignedIn([{ ...COMPANY, id: "partner", issuer: "https://p.example" }, COMPANY]),
      "mary",
    );
  });

  it("knows nobody by the word of a provider that the settings no longer name", async () => {
    assert.equal(await whoIsSignedIn([{ ...COMPANY, id: "partner" }]), undefined);
  });

  it("knows nobody by the word of another provider that had the id before", async () => {
    assert.equal(await whoIsSignedIn([{ ...COMPANY, issuer: "https://new.example.com" }]), undefined);
  });
});
