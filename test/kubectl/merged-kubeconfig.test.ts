// Where KUBECONFIG names several files, the command that the refusal gives makes the one that is taken.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { stringify } from "yaml";
import { findConnection } from "../../src/kube/find-connection.ts";
import { runKubectl } from "./kubectl.ts";

test("several kubeconfigs are merged by the command that is advised", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "merged-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const write = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const context = { name: "c", context: { cluster: "k", user: "u" } };
  const cluster = { name: "k", cluster: { server: "https://k.example" } };
  const contexts = write("contexts", stringify({ "current-context": "c", contexts: [context] }));
  const rest = stringify({ clusters: [cluster], users: [{ name: "u", user: { token: "secret" } }] });
  const env = { ...process.env, HOME: folder, KUBECONFIG: [contexts, write("rest", rest)].join(delimiter) };

  const refused: unknown = await findConnection({ kubeconfig: undefined, environment: env }).catch(
    (error: unknown) => error,
  );
  const [, command = ""] = /merge them with: kubectl (.+)$/u.exec(String(refused)) ?? [];
  const { stdout, stderr, code } = await runKubectl(command.split(" "), { env });
  assert.equal(code, 0, stderr);

  const merged = await findConnection({ kubeconfig: write("merged", stdout), environment: env });
  assert.equal(merged.server, "https://k.example");
  assert.deepEqual(await merged.credential.read(), { token: "secret" });
});
