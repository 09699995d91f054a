import assert from "node:assert/strict";
import { test } from "node:test";

import { KUBERNETES_ISSUER, LINK_ISSUER, OPEN_ISSUER, PROXY_ISSUER } from "../std/issuers.ts";
import { describeIssuer } from "./issuer.ts";

test("how a name came about is said in words, and a provider by its own name", () => {
  const said = [OPEN_ISSUER, PROXY_ISSUER, KUBERNETES_ISSUER, LINK_ISSUER, "https://id.example.com"].map(
    (issuer) => describeIssuer(issuer),
  );
  assert.deepEqual(said, [
    "name claimed in open mode",
    "signed in at the proxy",
    "known by a token of the cluster",
    "known by a link that was sent",
    "signed in with https://id.example.com",
  ]);
});
