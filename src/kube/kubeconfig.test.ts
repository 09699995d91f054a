import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { inspect } from "node:util";
import { stringify } from "yaml";
import { type KubeconfigOptions, readKubeconfig } from "./kubeconfig.ts";
import { KubeconfigError } from "./kubeconfig-section.ts";

const PEM = "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----\n";
const OTHER_PEM = PEM.replace("abc", "def");
const base64 = (text: string): string => Buffer.from(text).toString("base64");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kubeconfig-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Parts {
  readonly cluster?: object;
  readonly user?: object;
  readonly context?: object;
  readonly root?: object;
}

function writeConfig({ cluster, user, context, root }: Parts = {}): string {
  const path = join(folder, "config");
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "k", user: "u", ...context } }],
    clusters: [{ name: "k", cluster: { server: "https://k.example:6443", ...cluster } }],
    users: [{ name: "u", user: user ?? {} }],
    ...root,
  };
  writeFileSync(path, stringify(config));
  return path;
}

const read = (parts: Parts, options: Partial<KubeconfigOptions> = {}): ReturnType<typeof readKubeconfig> =>
  readKubeconfig(writeConfig(parts), { env: {}, ...options });

describe("a kubeconfig", () => {
  test("gives server, authority, server name, namespace and token of its current context", async () => {
    const { credential, ...connection } = await read({
      cluster: { "certificate-authority-data": base64(PEM), "tls-server-name": "inside.example" },
      user: { token: "t" },
      context: { namespace: "n" },
    });
    assert.deepEqual(connection, {
      server: "https://k.example:6443",
      ca: PEM,
      serverName: "inside.example",
      namespace: "n",
    });
    assert.deepEqual(await credential.read(), { token: "t" });
  });

  test("another context may be asked for", async () => {
    const root = {
      contexts: [
        { name: "c", context: { cluster: "k", user: "u" } },
        { name: "d", context: { cluster: "k", namespace: "other" } },
      ],
    };
    const connection = await read({ root }, { context: "d" });
    assert.equal(connection.namespace, "other");
    assert.deepEqual(await connection.credential.read(), {});
  });

  test("takes files relative to itself, and data before files", async () => {
    writeFileSync(join(folder, "ca.pem"), PEM);
    writeFileSync(join(folder, "cert.pem"), PEM);
    writeFileSync(join(folder, "token"), "from-file\n");
    const { ca, credential } = await read({
      cluster: { "certificate-authority": "ca.pem" },
      user: {
        "client-certificate": "cert.pem",
        "client-key": "nowhere.pem",
        "client-key-data": base64(OTHER_PEM),
        token: "ignored",
        tokenFile: "token",
      },
    });
    assert.equal(ca, PEM);
    assert.deepEqual(await credential.read(), { token: "from-file", clientCert: PEM, clientKey: OTHER_PEM });
  });

  test("skips the check of the server only when told so", async () => {
    assert.equal((await read({})).insecureSkipTlsVerify, undefined);
    assert.equal((await read({ cluster: { "insecure-skip-tls-verify": true } })).insecureSkipTlsVerify, true);
  });
});

describe("a kubeconfig that cannot be used names the file and the field", () => {
  const refused: readonly (readonly [string, Parts, RegExp])[] = [
    ["no current context", { root: { "current-context": "" } }, /current-context is missing/u],
    ["an unknown context", { root: { "current-context": "x" } }, /contexts has no "x"; it has c$/u],
    ["an unknown cluster", { context: { cluster: "x" } }, /clusters has no "x"; it has k$/u],
    ["an unknown user", { context: { user: "x" } }, /users has no "x"; it has u$/u],
    ["no server", { cluster: { server: "" } }, /clusters\[0\]\.cluster\.server is missing/u],
    ["a server that is no address", { cluster: { server: "k:6443" } }, /must be an http or https address/u],
    ["a proxy", { cluster: { "proxy-url": "http://p" } }, /proxy-url cannot be used/u],
    [
      "an authority that is not there",
      { cluster: { "certificate-authority": "x.pem" } },
      /x\.pem, which .*ENOENT/u,
    ],
    ["data that is no PEM", { user: { "client-key-data": "canary-4711" } }, /client-key-data is not PEM/u],
    ["a certificate without its key", { user: { "client-certificate-data": base64(PEM) } }, /go together/u],
    ["a password", { user: { username: "u", password: "canary-4711" } }, /username cannot be used/u],
    [
      "impersonation",
      { user: { token: "canary-4711", as: "admin" } },
      /users\[0\]\.user\.as cannot be used/u,
    ],
    ["an old plug-in", { user: { "auth-provider": { name: "gcp" } } }, /auth-provider cannot be used.*exec/u],
    ["a token that is no text", { user: { token: 4711 } }, /users\[0\]\.user\.token is not text/u],
    ["a list that is none", { root: { clusters: {} } }, /clusters is not a list/u],
    ["an entry that is no map", { root: { clusters: [1] } }, /clusters\[0\] is not a map/u],
    [
      "an exec of another version",
      { user: { exec: { apiVersion: "client.authentication.k8s.io/v1alpha1", command: "x" } } },
      /exec\.apiVersion "client\.authentication\.k8s\.io\/v1alpha1" is not supported/u,
    ],
    [
      "arguments that are no texts",
      { user: { exec: { apiVersion: "client.authentication.k8s.io/v1", command: "x", args: [1] } } },
      /exec\.args is not a list of strings/u,
    ],
  ];
  for (const [name, parts, message] of refused) {
    test(name, async () => {
      await assert.rejects(read(parts), (error) => {
        assert.ok(error instanceof KubeconfigError);
        assert.match(error.message, message);
        assert.ok(error.message.startsWith(`kubeconfig ${join(folder, "config")}: `), error.message);
        assert.ok(!inspect(error, { depth: 9 }).includes("canary-4711"));
        return true;
      });
    });
  }

  test("a file that is not there", async () => {
    await assert.rejects(
      readKubeconfig(join(folder, "none"), { env: {} }),
      /none cannot be read \(ENOENT\)/u,
    );
  });

  test("a file that is not YAML, without quoting it", async () => {
    const path = join(folder, "config");
    writeFileSync(path, 'users: [{token: "canary-4711"');
    await assert.rejects(readKubeconfig(path, { env: {} }), (error) => {
      assert.match(String(error), /is not YAML/u);
      assert.ok(!inspect(error, { depth: 9 }).includes("canary-4711"));
      return true;
    });
  });
});

describe("an exec plug-in of a kubeconfig", () => {
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1",
    command: "./login",
    args: ["--to", "k"],
    env: [{ name: "PROFILE", value: "p" }],
    provideClusterInfo: true,
    interactiveMode: "IfAvailable",
  };

  test("runs with its arguments, its environment and the cluster", async () => {
    const script = `#!/bin/sh
printf '{"kind":"ExecCredential","status":{"token":"%s %s %s %s"}}' "$1" "$2" "$PROFILE" "$KEPT"
printf '%s' "$KUBERNETES_EXEC_INFO" > "$0.told"
`;
    writeFileSync(join(folder, "login"), script, { mode: 0o755 });
    const { credential } = await read({ user: { exec } }, { env: { KEPT: "kept" } });
    assert.deepEqual(await credential.read(), { token: "--to k p kept" });
    const told: unknown = JSON.parse(readFileSync(join(folder, "login.told"), "utf8"));
    assert.deepEqual(told, {
      kind: "ExecCredential",
      apiVersion: "client.authentication.k8s.io/v1",
      spec: {
        interactive: false,
        cluster: { server: "https://k.example:6443", "insecure-skip-tls-verify": false },
      },
    });
  });
});
