import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { makeAuthenticationRequest } from "../../test/kit/make-authentication-request.ts";
import { ok, refuse } from "../std/result.ts";
import type { Authenticators } from "./authenticator.ts";
import type { Principal } from "./principal.ts";
import { withMatch } from "./with-match.ts";

const MATCH = { by: ["group"], emailCase: "fold" } as const;
const ann: Principal = { issuer: "company", subject: "17", name: "ann", groups: [] };
const REFUSAL = { kind: "unproven", message: "No." } as const;

function know(principal: Principal | undefined, isRefused = false): Authenticators {
  return withMatch(
    {
      pages: {
        signIn: { kind: "proxy" },
        advice: "",
        authenticate: async () =>
          isRefused ? refuse(REFUSAL) : ok({ id: "1", ...(principal && { principal }) }),
      },
      api: {
        challenge: "Bearer",
        advice: "",
        query: {},
        authenticate: async () => (isRefused ? refuse(REFUSAL) : ok(principal)),
      },
    },
    MATCH,
  );
}

describe("with rules for who is asked", () => {
  it("everybody comes with them, on pages and as a program", async () => {
    const { pages, api } = know(ann);
    const request = makeAuthenticationRequest("/");
    assert.deepEqual(await pages.authenticate(request), ok({ id: "1", principal: { ...ann, match: MATCH } }));
    assert.deepEqual(await api.authenticate(request), ok({ ...ann, match: MATCH }));
  });

  it("nobody stays nobody, and who is refused is", async () => {
    const request = makeAuthenticationRequest("/");
    const nobody = know(undefined);
    assert.deepEqual(await nobody.pages.authenticate(request), ok({ id: "1" }));
    assert.deepEqual(await nobody.api.authenticate(request), ok(undefined));
    const refused = know(ann, true);
    assert.deepEqual(await refused.pages.authenticate(request), refuse(REFUSAL));
    assert.deepEqual(await refused.api.authenticate(request), refuse(REFUSAL));
  });
});
