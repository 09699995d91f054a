import assert from "node:assert/strict";

import type { Authenticators } from "../../../src/auth/authenticator.ts";
import { createKubernetesMode } from "../../../src/auth/authenticators/kubernetes.ts";
import { createLinkMode } from "../../../src/auth/authenticators/link.ts";
import { createOidcMode } from "../../../src/auth/authenticators/oidc.ts";
import { combineModes } from "../../../src/auth/combine-modes.ts";
import type { KubeApi } from "../../../src/kube/kube-api.ts";
import { createBoundedFetch } from "../../../src/net/bounded-fetch.ts";
import { silentLogger } from "../../../src/std/logger.ts";
import { ok } from "../../../src/std/result.ts";
import { TEST_KEYS } from "./start-test-server.ts";

/** Each mode in which somebody has to show something of their own; a request with nothing of it is from nobody. */
export function createModesWithoutProxy(): Readonly<Record<"kubernetes" | "oidc" | "link", Authenticators>> {
  const kubernetes = createKubernetesMode({
    api: { create: async () => assert.fail("nobody shows a token") } as unknown as KubeApi,
    clock: { now: () => 0 },
    logger: silentLogger,
    audiences: ["countersign"],
  });
  const parts = {
    keys: TEST_KEYS,
    baseUrl: new URL("http://localhost"),
    clock: { now: () => 0 },
    logger: silentLogger,
  };
  const oidc = createOidcMode({
    ...parts,
    providers: [],
    limits: { idleMs: 1, absoluteMs: 1, freshMs: 1 },
    signOuts: { isSignedOut: () => false, signOut: async () => ok(undefined) },
    neededGroups: () => new Set(),
    fetch: createBoundedFetch(),
  });
  const link = createLinkMode({ ...parts, decide: true, pathOf: () => "/", findApproval: () => undefined });
  return {
    kubernetes: combineModes([kubernetes]),
    oidc: combineModes([oidc]),
    link: combineModes([link]),
  };
}
