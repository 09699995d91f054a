import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { test } from "node:test";

import { makeFolder } from "../../test/kit/make-folder.ts";
import { findConnection } from "./find-connection.ts";

const home = makeFolder();

function writeKubeconfig(file: string, server: string): string {
  const path = join(home, file);
  mkdirSync(join(path, ".."), { recursive: true });
  const config = {
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "c" } }],
    clusters: [{ name: "c", cluster: { server } }],
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

test("the file given wins over the variable, and the variable over the home folder", async () => {
  const given = writeKubeconfig("given", "https://given");
  const variable = writeKubeconfig("variable", "https://variable");
  writeKubeconfig(".kube/config", "https://home");
  const environment = { KUBECONFIG: variable, HOME: home };
  assert.equal((await findConnection({ kubeconfig: given, environment })).server, "https://given");
  assert.equal((await findConnection({ kubeconfig: undefined, environment })).server, "https://variable");
  assert.equal(
    (await findConnection({ kubeconfig: undefined, environment: { HOME: home } })).server,
    "https://home",
  );
});

test("several files in KUBECONFIG are refused with the way out", async () => {
  const environment = { KUBECONFIG: ["a", "b"].join(delimiter) };
  await assert.rejects(findConnection({ kubeconfig: undefined, environment }), /names 2 files.*--flatten/u);
});

test("no cluster at all says where it was looked for", async () => {
  const environment = { HOME: join(home, "nobody") };
  await assert.rejects(
    findConnection({ kubeconfig: undefined, environment }),
    /no KUBECONFIG.*Give --kubeconfig/u,
  );
});
