// Whoever does what an error about the way to the cluster says gets there: each is provoked, and its advice followed.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, describe, test } from "node:test";
import { stringify } from "yaml";
import { readInCluster } from "./in-cluster.ts";
import { findConnection } from "./find-connection.ts";
import { readKubeconfig } from "./kubeconfig.ts";

const folder = mkdtempSync(join(tmpdir(), "advice-"));
after(() => rmSync(folder, { recursive: true }));
let files = 0;

type Fields = Readonly<Record<string, unknown>>;

/** What differs from a kubeconfig that works; `undefined` leaves a field out. */
interface Changes {
  readonly root?: Fields;
  readonly context?: Fields;
  readonly cluster?: Fields;
  readonly user?: Fields;
}

function writeConfig({ root, context, cluster, user = { token: "t" } }: Changes = {}): string {
  const path = join(folder, `${(files += 1)}.yaml`);
  const config = {
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "k", user: "u", ...context } }],
    clusters: [{ name: "k", cluster: { server: "https://k.example:6443", ...cluster } }],
    users: [{ name: "u", user }],
    ...root,
  };
  writeFileSync(path, stringify(config));
  return path;
}

const PEM = Buffer.from("-----BEGIN CERTIFICATE-----\n").toString("base64");
const EXEC = { apiVersion: "client.authentication.k8s.io/v1", command: "login" };

/** What is wrong, what is said of it, and what somebody writes then who follows it, with what the message gives. */
const ADVICE: Readonly<
  Record<string, readonly [wrong: Changes, says: RegExp, follow: (given: string) => Changes]>
> = {
  "to say which context to use": [
    { root: { "current-context": undefined } },
    /: current-context is missing: say which context to use$/u,
    () => ({ root: { "current-context": "c" } }),
  ],
  "to take one of the contexts that there are": [
    { root: { "current-context": "d" } },
    /: contexts has no "d"; it has (?<given>\w+)$/u,
    (given) => ({ root: { "current-context": given } }),
  ],
  "to take one of the clusters that there are": [
    { context: { cluster: "production" } },
    /: clusters has no "production"; it has (?<given>\w+)$/u,
    (given) => ({ context: { cluster: given } }),
  ],
  "to take one of the users that there are": [
    { context: { user: "me" } },
    /: users has no "me"; it has (?<given>\w+)$/u,
    (given) => ({ context: { user: given } }),
  ],
  "to put a text into quotes": [
    { user: { token: 12 } },
    /: users\[0\]\.user\.token is not text; put it in quotes$/u,
    () => ({ user: { token: "12" } }),
  ],
  "to give what is missing": [
    { cluster: { server: undefined } },
    /: clusters\[0\]\.cluster\.server is missing$/u,
    () => ({ cluster: { server: "https://k.example" } }),
  ],
  "to give an http or https address": [
    { cluster: { server: "k.example:6443" } },
    /server must be an (?<given>http) or https address, not "k\.example:6443"$/u,
    (given) => ({ cluster: { server: `${given}://k.example:6443` } }),
  ],
  "to give true or false": [
    { cluster: { "insecure-skip-tls-verify": "yes" } },
    /insecure-skip-tls-verify is neither (?<given>true) nor false$/u,
    (given) => ({ cluster: { "insecure-skip-tls-verify": given === "true" } }),
  ],
  "to write a certificate as PEM in base64": [
    { cluster: { "certificate-authority-data": "-----BEGIN CERTIFICATE-----" } },
    /certificate-authority-data is not PEM in base64$/u,
    () => ({ cluster: { "certificate-authority-data": PEM } }),
  ],
  "to give certificate and key together": [
    { user: { "client-certificate-data": PEM } },
    /useless alone: client-certificate and (?<given>client-key) go together$/u,
    (given) => ({ user: { "client-certificate-data": PEM, [`${given}-data`]: PEM } }),
  ],
  "to use exec in place of an auth-provider": [
    { user: { "auth-provider": { name: "oidc" } } },
    /auth-provider cannot be used: Kubernetes' own clients removed it in 1\.26; use (?<given>exec)$/u,
    (given) => ({ user: { [given]: EXEC } }),
  ],
  "to take a version of exec that is supported": [
    { user: { exec: { ...EXEC, apiVersion: "client.authentication.k8s.io/v1alpha1" } } },
    /v1alpha1" is not supported; supported: (?<given>\S+), \S+$/u,
    (apiVersion) => ({ user: { exec: { ...EXEC, apiVersion } } }),
  ],
};

describe("of a kubeconfig, it works", () => {
  for (const [advice, [wrong, says, follow]] of Object.entries(ADVICE)) {
    test(advice, async () => {
      const { message } = await refusalOf(readKubeconfig(writeConfig(wrong), { env: {} }));
      const found = says.exec(message);
      assert.ok(found, message);
      const followed = writeConfig(follow(found.groups?.["given"] ?? ""));
      assert.match((await readKubeconfig(followed, { env: {} })).server, /^https?:\/\/k\.example/u);
    });
  }
});

async function refusalOf(reading: Promise<unknown>): Promise<Error> {
  const error: unknown = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Error, "it is refused");
  return error;
}

describe("where no cluster is found, it works", () => {
  const found = async (kubeconfig: string | undefined, environment: Readonly<Record<string, string>> = {}) =>
    await findConnection({ kubeconfig, environment: { HOME: folder, ...environment } });

  test("to give --kubeconfig FILE", async () => {
    assert.match(
      (await refusalOf(found(undefined))).message,
      /this is not a pod\. Give --kubeconfig FILE\.$/u,
    );
    assert.equal((await found(writeConfig())).server, "https://k.example:6443");
  });

  test("to give one by --kubeconfig where KUBECONFIG names several", async () => {
    const several = { KUBECONFIG: [writeConfig(), writeConfig()].join(delimiter) };
    assert.match((await refusalOf(found(undefined, several))).message, /Give one by --kubeconfig, or /u);
    assert.equal((await found(writeConfig(), several)).server, "https://k.example:6443");
  });

  test("to give a kubeconfig where a pod has no service account", async () => {
    const inCluster = readInCluster({ host: "10.0.0.1", port: "443", folder: join(folder, "nothing") });
    assert.match((await refusalOf(inCluster)).message, /; give a kubeconfig instead$/u);
    const inPod = { KUBERNETES_SERVICE_HOST: "10.0.0.1" };
    assert.equal((await found(writeConfig(), inPod)).server, "https://k.example:6443");
  });
});
